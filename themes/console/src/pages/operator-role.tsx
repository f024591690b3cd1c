import { Button } from "@patternfly/react-core";
import { useState } from "react";
import { type PageProps, useShell } from "../shell";
import { useLoad } from "../ui/load";
import { Message, PageBody, PageHead } from "../ui/page";
import { Pending } from "../ui/pending";
import { type BaseRole, type CustomRole, rolesOf } from "./operator-data";
import { OperatorRoleForm } from "./operator-role-form";
import { DeleteRole, RoleStatus } from "./operator-roles";

interface Loaded {
  base: BaseRole[];
  role?: CustomRole;
}

/** A custom role of operators, or with an empty id a new one. */
export function OperatorRolePage({ id }: PageProps) {
  const { alert, api, can, go, realm, t } = useShell();
  const [isAsked, setAsked] = useState(false);
  const isNew = id === "";
  const { data, error, refresh } = useLoad<Loaded>(
    async (signal) => {
      const at = rolesOf(realm);
      const [base, role] = await Promise.all([
        api.get<BaseRole[]>(`${at}/base`, {}, signal),
        isNew ? undefined : api.get<CustomRole>(`${at}/${encodeURIComponent(id)}`, {}, signal),
      ]);
      return role ? { base, role } : { base };
    },
    [api, realm, id],
  );
  if (isNew && can.operators !== "manage") {
    return <Message title={t("pbxForbidden")} text={t("pbxForbiddenText")} />;
  }
  if (!data) {
    return (
      <Pending
        error={error}
        gone={t("pbxNoOperatorRole")}
        failed={t("pbxOperatorRoleNotLoaded")}
        back={["operators/roles", t("pbxAllOperatorRoles")]}
      />
    );
  }
  const { base, role } = data;
  const isManager = can.operators === "manage" && (role?.grantable ?? true);
  return (
    <>
      <PageHead
        title={role?.name ?? t("pbxCreateOperatorRole")}
        text={t(role && !isManager ? "pbxRoleOutOfReach" : "pbxOperatorRoleText")}
        {...(role ? { label: <RoleStatus role={role} /> } : {})}
        trail={[
          ["operators", t("pbxOperators")],
          ["operators/roles", t("pbxOperatorRoles")],
        ]}
        actions={
          role &&
          isManager && (
            <Button variant="danger" onClick={() => setAsked(true)}>
              {t("delete")}
            </Button>
          )
        }
      />
      <PageBody>
        <OperatorRoleForm
          {...(role ? { role } : {})}
          base={base}
          isDisabled={!isManager}
          refresh={refresh}
        />
      </PageBody>
      {isAsked && role && (
        <DeleteRole
          role={role}
          onClose={(isStale) => {
            setAsked(false);
            if (isStale) refresh();
          }}
          onDone={(text) => {
            alert(text);
            go("operators/roles", { replace: true });
          }}
        />
      )}
    </>
  );
}
