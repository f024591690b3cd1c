import { Button, Label, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useRef, useState } from "react";
import { path, unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { DataTable, type ListQuery } from "../ui/data-table";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { type CustomRole, rolesOf } from "./operator-data";

/** The custom roles of operators. */
export function OperatorRolesPage() {
  const { alert, api, can, go, realm, t } = useShell();
  const [refresh, setRefresh] = useState(0);
  const [asked, setAsked] = useState<CustomRole | null>(null);
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) => api.page<CustomRole>(rolesOf(realm), { ...query }, signal),
    [api, realm],
  );
  const isManager = can.operators === "manage";
  const create = isManager && (
    <Button data-testid="create-role" onClick={() => go("operators/roles/add")}>
      {t("pbxCreateOperatorRole")}
    </Button>
  );

  return (
    <>
      <PageHead
        title={t("pbxOperatorRoles")}
        text={t("pbxOperatorRolesText")}
        trail={[["operators", t("pbxOperators")]]}
        divider={false}
      />
      <PageBody isList>
        <DataTable<CustomRole>
          label={t("pbxOperatorRoles")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchOperatorRoles")}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          toolbar={create && <ToolbarItem>{create}</ToolbarItem>}
          columns={[
            {
              title: t("name"),
              width: 25,
              cell: (role) => <PbxLink to={path`operators/roles/${role.id}`}>{role.name}</PbxLink>,
            },
            { title: t("description"), width: 30, cell: ({ description }) => description || "—" },
            { title: t("pbxBaseRoles"), cell: ({ roles }) => roles.join(", ") || "—" },
            { title: t("status"), width: 15, cell: (role) => <RoleStatus role={role} /> },
          ]}
          {...(isManager
            ? {
                actions: (role: CustomRole) =>
                  role.grantable ? [{ title: t("delete"), isDanger: true, onClick: () => setAsked(role) }] : [],
              }
            : {})}
          empty={{ title: t("pbxNoOperatorRoles"), text: t("pbxNoOperatorRolesText"), action: create }}
        />
      </PageBody>
      {asked && (
        <DeleteRole
          role={asked}
          onClose={(isStale) => {
            setAsked(null);
            if (isStale) setRefresh((n) => n + 1);
          }}
          onDone={(text) => {
            alert(text);
            setAsked(null);
            setRefresh((n) => n + 1);
          }}
        />
      )}
    </>
  );
}

export function RoleStatus({ role: { disabled, inactive } }: { role: CustomRole }) {
  const { t } = useShell();
  return disabled || inactive ? (
    <Label isCompact>{t("pbxRoleOff")}</Label>
  ) : (
    <Label color="green" isCompact>
      {t("pbxRoleOn")}
    </Label>
  );
}

interface DeleteProps {
  role: CustomRole;
  /** Tells whether what is shown may be another by now. */
  onClose: (isStale: boolean) => void;
  onDone: (text: string) => void;
}

/** Deletes a role, unless somebody has changed it since it was shown. */
export function DeleteRole({ role, onClose, onDone }: DeleteProps) {
  const { api, realm, t } = useShell();
  const isStale = useRef(false);
  return (
    <Confirm
      title={t("pbxDeleteOperatorRoleTitle", { name: role.name })}
      action={t("delete")}
      danger
      onClose={() => onClose(isStale.current)}
      onConfirm={async () => {
        isStale.current = true;
        const at = `${rolesOf(realm)}/${encodeURIComponent(role.id)}`;
        await api.delete(at, { expectedVersion: role.version }).catch(unlessGone);
        onDone(t("pbxOperatorRoleDeleted", { name: role.name }));
      }}
    >
      {t("pbxDeleteOperatorRoleText", { name: role.name })}
    </Confirm>
  );
}
