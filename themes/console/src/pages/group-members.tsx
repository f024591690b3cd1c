import { Alert, Button, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { path, unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Field, FormDialog } from "../ui/form";
import { nameOf, person, type User, UserSelect } from "../ui/user-select";
import { type Group, membershipOf } from "./group";
import { PersonLink } from "./people-parts";

type Open = { kind: "add" } | { kind: "remove"; user: User } | null;

/** Who is in a group, as Keycloak tells it and lets it be changed: it counts no members, so it is asked for one more. */
export function GroupMembers({ group, onChange }: { group: Group; onChange: () => void }) {
  const { api, alert, realm, t } = useShell();
  const [refresh, setRefresh] = useState(0);
  const [open, setOpen] = useState<Open>(null);
  const { viewMembers, manageMembership } = group.access;
  const load = useCallback(
    async ({ first, max }: ListQuery, signal: AbortSignal) =>
      api.page<User>(
        path`${realm}/groups/${group.id}/members`,
        { first, max: max + 1, briefRepresentation: true },
        signal,
      ),
    [api, realm, group.id],
  );
  const close = () => setOpen(null);
  const done = (text: string) => {
    close();
    alert(text);
    setRefresh((n) => n + 1);
    // It tells how many they are.
    onChange();
  };
  const add = manageMembership && (
    <Button data-testid="add-member" onClick={() => setOpen({ kind: "add" })}>
      {t("pbxAddMember")}
    </Button>
  );

  return (
    <>
      {viewMembers ? (
        <DataTable<User>
          label={t("pbxMembers")}
          load={load}
          refresh={refresh}
          rowKey={({ id }) => id}
          rowLabel={({ username }) => username}
          toolbar={add && <ToolbarItem>{add}</ToolbarItem>}
          columns={[
            {
              title: t("username"),
              width: 30,
              cell: ({ id, username }) => <PersonLink id={id}>{username}</PersonLink>,
            },
            { title: t("name"), width: 35, cell: (user) => nameOf(user) },
            { title: t("email"), cell: ({ email }) => email ?? "—" },
          ]}
          {...(manageMembership
            ? {
                actions: (user: User) => [
                  { title: t("pbxRemoveMember"), isDanger: true, onClick: () => setOpen({ kind: "remove", user }) },
                ],
              }
            : {})}
          empty={{ title: t("pbxNoMembers"), text: t("pbxNoMembersText"), action: add }}
        />
      ) : (
        <>
          <Alert variant="info" isInline component="p" title={t("pbxMembersHidden")} />
          {add}
        </>
      )}
      {open?.kind === "add" && <AddDialog group={group} onDone={done} onClose={close} />}
      {open?.kind === "remove" && <RemoveDialog group={group} user={open.user} onDone={done} onClose={close} />}
    </>
  );
}

interface DialogProps {
  group: Group;
  onDone: (text: string) => void;
  onClose: () => void;
}

function AddDialog({ group, onDone, onClose }: DialogProps) {
  const { api, realm, t } = useShell();
  const [user, setUser] = useState<User | null>(null);
  return (
    <FormDialog
      title={t("pbxAddMemberTitle", { group: group.name })}
      action={t("pbxAddMember")}
      isDisabled={!user}
      onClose={onClose}
      onConfirm={async () => {
        if (user) {
          await api.put(membershipOf(realm, user.id, group.id));
          onDone(t("pbxMemberAdded", { user: person(user), group: group.name }));
        }
      }}
    >
      <Field id="pbx-member" label={t("pbxUser")} isRequired>
        <UserSelect id="pbx-member" label={t("pbxUser")} selected={user} onSelect={setUser} />
      </Field>
      {group.administrators && (
        <Alert variant="warning" isInline isPlain component="p" title={t("pbxAdministratorsText")} />
      )}
    </FormDialog>
  );
}

function RemoveDialog({ group, user, onDone, onClose }: DialogProps & { user: User }) {
  const { api, realm, t } = useShell();
  const values = { user: person(user), group: group.name };
  return (
    <Confirm
      title={t("pbxRemoveMemberTitle", values)}
      action={t("pbxRemoveMember")}
      danger
      onClose={onClose}
      onConfirm={async () => {
        await api.delete(membershipOf(realm, user.id, group.id)).catch(unlessGone);
        onDone(t("pbxMemberRemoved", values));
      }}
    >
      <p>{t("pbxRemoveMemberText", values)}</p>
      {group.administrators && (
        <Alert variant="warning" isInline isPlain component="p" title={t("pbxAdministratorsText")} />
      )}
    </Confirm>
  );
}
