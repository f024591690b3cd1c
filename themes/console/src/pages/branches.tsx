import { Button, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { useBranchActions } from "./branch-dialogs";
import { type Branch, branchesOf } from "./group";

/** The branches, with how much is at each. */
export function BranchesPage() {
  const { api, can, realm, t } = useShell();
  const [refresh, setRefresh] = useState(0);
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) => api.page<Branch>(branchesOf(realm), { ...query }, signal),
    [api, realm],
  );
  const { actions, create, dialog } = useBranchActions(() => setRefresh((n) => n + 1));
  const isManager = can.users === "manage";
  const button = isManager && (
    <Button data-testid="create-branch" onClick={create}>
      {t("pbxCreateBranch")}
    </Button>
  );

  return (
    <>
      <PageHead title={t("pbxBranches")} text={t("pbxBranchesText")} trail={[["groups", t("pbxGroups")]]} divider={false} />
      <PageBody isList>
        <DataTable<Branch>
          label={t("pbxBranches")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchBranches")}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          toolbar={button && <ToolbarItem>{button}</ToolbarItem>}
          columns={[
            {
              title: t("name"),
              width: 25,
              cell: ({ id, name }) => <PbxLink to={`groups/branches/${encodeURIComponent(id)}`}>{name}</PbxLink>,
            },
            { title: t("description"), width: 25, cell: ({ description }) => description ?? "—" },
            { title: t("pbxBranch_city"), width: 20, cell: ({ city }) => city ?? "—" },
            { title: t("pbxGroups"), width: 10, cell: ({ groups }) => groups ?? "—" },
            { title: t("users"), width: 10, cell: ({ users }) => users ?? "—" },
          ]}
          {...(isManager ? { actions } : {})}
          empty={{ title: t("pbxNoBranches"), text: t("pbxNoBranchesText"), action: button }}
        />
      </PageBody>
      {dialog}
    </>
  );
}
