import { Alert, Button, Flex, Skeleton } from "@patternfly/react-core";
import { useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { ChecksField } from "../ui/checks";
import { FormDialog } from "../ui/form";
import { useLoad } from "../ui/load";
import { ConsoleLink } from "../ui/page";
import type { PersonDetails } from "./people-parts";

/** The built-in roles that a tenant's user can have, the strongest first. Those of the system level are nobody's in a tenant. */
const ROLES = ["Admin", "QueueManager", "StandardInternationalUser", "StandardUser", "Replicator"];

interface Role {
  id: string;
  name: string;
}

interface PersonRoleProps {
  person: PersonDetails;
  reload: () => void;
}

/** The user's PBX role, the way to all roles of the user, and what changes it. */
export function PersonRole({ person: { id, displayName, role, canManage }, reload }: PersonRoleProps) {
  const { realm, t } = useShell();
  const [isOpen, setOpen] = useState(false);
  return (
    <Flex>
      <ConsoleLink to={path`/${realm}/users/${id}/role-mapping`} data-testid="role">
        {role ?? t("pbxNoRole")}
      </ConsoleLink>
      {canManage && (
        <Button variant="link" isInline data-testid="change-role" onClick={() => setOpen(true)}>
          {t("pbxChangeRole")}
        </Button>
      )}
      {isOpen && (
        <ChangeRole
          id={id}
          name={displayName}
          onClose={() => setOpen(false)}
          onSaved={() => {
            setOpen(false);
            reload();
          }}
        />
      )}
    </Flex>
  );
}

interface ChangeRoleProps {
  id: string;
  name: string;
  onClose: () => void;
  onSaved: () => void;
}

/** Offers the roles that the administrator may give, and those that the user has by themselves. */
function ChangeRole({ id, name, onClose, onSaved }: ChangeRoleProps) {
  const { alert, api, realm, t, textOf } = useShell();
  const place = path`${realm}/users/${id}/role-mappings/realm`;
  const { data, error } = useLoad(
    async (signal) => {
      const [held, free] = await Promise.all([
        api.get<Role[]>(place, {}, signal),
        api.get<Role[]>(`${place}/available`, {}, signal),
      ]);
      return { held: pbx(held), free: pbx(free) };
    },
    [api, place],
  );
  const [chosen, setChosen] = useState<string[] | null>(null);
  const held = (data?.held ?? []).map((role) => role.name);
  const value = chosen ?? held;
  const given = (data?.free ?? []).filter((role) => value.includes(role.name));
  const taken = (data?.held ?? []).filter((role) => !value.includes(role.name));
  const save = async () => {
    if (given.length) {
      await api.post(place, given);
    }
    if (taken.length) {
      await api.send("DELETE", place, { body: taken });
    }
    alert(t("pbxRoleChanged", { name }));
    onSaved();
  };
  return (
    <FormDialog
      title={t("pbxChangeRoleTitle", { name })}
      action={t("save")}
      isDisabled={!given.length && !taken.length}
      onClose={onClose}
      onConfirm={save}
    >
      <p>{t("pbxChangeRoleText")}</p>
      {error !== undefined ? (
        <Alert variant="danger" isInline isPlain component="p" title={textOf(error)} />
      ) : data ? (
        <ChecksField
          id="pbx-roles"
          label={t("pbxRole")}
          options={ROLES.filter((role) => [...data.held, ...data.free].some((other) => other.name === role)).map((role) => ({
            value: role,
            label: role,
          }))}
          value={value}
          onChange={setChosen}
          empty={t("pbxNoRoleToGive")}
        />
      ) : (
        <Skeleton screenreaderText={t("pbxLoading")} />
      )}
    </FormDialog>
  );
}

function pbx(roles: Role[]): Role[] {
  return roles.filter(({ name }) => ROLES.includes(name));
}
