import { Button, Label, LabelGroup, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useRef, useState } from "react";
import { path, unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { DataTable, type ListQuery } from "../ui/data-table";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { nameOf } from "../ui/user-select";
import { type Operator, operatorsOf } from "./operator-data";
import { OperatorStatus } from "./operator-status";

/** The operators of the tenant, and the ways to one of them and to their roles. */
export function OperatorsPage() {
  const { alert, api, can, go, realm, t } = useShell();
  const [refresh, setRefresh] = useState(0);
  const [asked, setAsked] = useState<Operator | null>(null);
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) => api.page<Operator>(operatorsOf(realm), { ...query }, signal),
    [api, realm],
  );
  const isManager = can.operators === "manage";
  const signUp = isManager && (
    <Button data-testid="sign-up" onClick={() => go("operators/add")}>
      {t("pbxSignUpOperator")}
    </Button>
  );

  return (
    <>
      <PageHead title={t("pbxOperators")} text={t("pbxOperatorsText")} divider={false} />
      <PageBody isList>
        <DataTable<Operator>
          label={t("pbxOperators")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchOperators")}
          rowKey={({ id }) => id}
          rowLabel={nameOf}
          toolbar={
            <>
              {signUp && <ToolbarItem>{signUp}</ToolbarItem>}
              <ToolbarItem>
                <PbxLink to="operators/roles">{t("pbxOperatorRoles")}</PbxLink>
              </ToolbarItem>
            </>
          }
          columns={[
            {
              title: t("name"),
              width: 20,
              cell: (row) => <PbxLink to={path`operators/${row.id}`}>{nameOf(row)}</PbxLink>,
            },
            { title: t("email"), width: 25, cell: ({ email }) => email ?? "—" },
            { title: t("pbxRoles"), cell: (row) => <Roles of={row} /> },
            { title: t("status"), width: 15, cell: (row) => <OperatorStatus operator={row} /> },
          ]}
          {...(isManager
            ? { actions: (row: Operator) => [{ title: t("delete"), isDanger: true, onClick: () => setAsked(row) }] }
            : {})}
          empty={{
            title: t("pbxNoOperators"),
            text: t("pbxNoOperatorsText"),
            action: (
              <>
                {signUp} <PbxLink to="operators/roles">{t("pbxOperatorRoles")}</PbxLink>
              </>
            ),
          }}
        />
      </PageBody>
      {asked && (
        <DeleteOperator
          operator={asked}
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

function Roles({ of }: { of: Operator }) {
  const { t } = useShell();
  const names = [...of.roles, ...of.customRoles.map(({ name }) => name)];
  return names.length ? (
    <LabelGroup
      numLabels={2}
      aria-label={t("pbxRolesOf", { name: nameOf(of) })}
      collapsedText={t("pbxMore", { count: names.length - 2 })}
    >
      {names.map((name) => (
        <Label key={name} isCompact>
          {name}
        </Label>
      ))}
    </LabelGroup>
  ) : (
    "—"
  );
}

interface DeleteProps {
  operator: Operator;
  /** Tells whether what is shown may be another by now. */
  onClose: (isStale: boolean) => void;
  onDone: (text: string) => void;
}

/** An operator is a user, who goes with all that is the user's, unless somebody has changed the operator since. */
export function DeleteOperator({ operator, onClose, onDone }: DeleteProps) {
  const { api, realm, t } = useShell();
  const name = nameOf(operator);
  const isStale = useRef(false);
  return (
    <Confirm
      title={t("pbxDeleteOperatorTitle", { name })}
      action={t("delete")}
      danger
      onClose={() => onClose(isStale.current)}
      onConfirm={async () => {
        isStale.current = true;
        const at = `${operatorsOf(realm)}/${encodeURIComponent(operator.id)}`;
        await api.delete(at, { expectedVersion: operator.version }).catch(unlessGone);
        onDone(t("pbxOperatorDeleted", { name }));
      }}
    >
      {t("pbxDeleteOperatorText", { name, username: operator.username, email: operator.email ?? "—" })}
    </Confirm>
  );
}
