import { Button, Label, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { useAddress, useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Filter } from "../ui/filter";
import { useLoad } from "../ui/load";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { type Group, groupsOf, namesOfBranches } from "./group";
import { useGroupActions } from "./group-dialogs";

/** The user groups, the one that counts most first. */
export function GroupsPage() {
  const { api, can, realm, t } = useShell();
  const [address, setAddress] = useAddress();
  const [refresh, setRefresh] = useState(0);
  const branch = address.get("branch") ?? "";
  const mayViewBranches = Boolean(can.users);
  const branches = useLoad(
    async (signal) =>
      mayViewBranches ? await namesOfBranches(api, realm, signal) : [],
    [api, realm, mayViewBranches],
  );
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) => api.page<Group>(groupsOf(realm), { ...query, branch }, signal),
    [api, realm, branch],
  );
  const { actions, create, dialog } = useGroupActions(() => setRefresh((n) => n + 1));
  const button = can.groups === "manage" && (
    <Button data-testid="create-group" onClick={create}>
      {t("pbxCreateGroup")}
    </Button>
  );
  const known = branches.data ?? [];

  return (
    <>
      <PageHead
        title={t("pbxGroups")}
        text={t("pbxGroupsText")}
        actions={mayViewBranches && <PbxLink to="groups/branches">{t("pbxBranches")}</PbxLink>}
        divider={false}
      />
      <PageBody isList>
        <DataTable<Group>
          label={t("pbxGroups")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchGroups")}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          isFiltered={branch !== ""}
          toolbar={
            <>
              {(known.length > 0 || branch) && (
                <Filter
                  id="filter-branch"
                  label={t("pbxBranch")}
                  value={branch}
                  options={[
                    ["", t("pbxAllBranches")],
                    ...known.map(({ id, name }) => [id, name] as const),
                    // A branch that has gone, or is not shown.
                    ...(branch && !known.some(({ id }) => id === branch) ? [[branch, "…"] as const] : []),
                  ]}
                  onChange={(value) => setAddress({ branch: value, page: undefined })}
                />
              )}
              {button && <ToolbarItem>{button}</ToolbarItem>}
            </>
          }
          columns={[
            {
              title: t("name"),
              width: 25,
              cell: ({ id, name, administrators }) => (
                <>
                  <PbxLink to={`groups/${encodeURIComponent(id)}`}>{name}</PbxLink>{" "}
                  {administrators && (
                    <Label isCompact color="blue">
                      {t("pbxAdministrators")}
                    </Label>
                  )}
                </>
              ),
            },
            { title: t("description"), width: 30, cell: ({ description }) => description ?? "—" },
            { title: t("pbxWeight"), width: 15, cell: (row) => <Weight of={row} /> },
            { title: t("pbxMembers"), width: 10, cell: ({ members }) => members ?? "—" },
            { title: t("pbxBranch"), cell: (row) => row.branch?.name ?? "—" },
          ]}
          actions={actions}
          empty={{ title: t("pbxNoGroups"), text: t("pbxNoGroupsText"), action: button }}
        />
      </PageBody>
      {dialog}
    </>
  );
}

/** A weight, and whether the group has been given it. */
export function Weight({ of: { weight, ownWeight } }: { of: Group }) {
  const { t } = useShell();
  return (
    <>
      {weight} {!ownWeight && <Label isCompact>{t("pbxNoOwnWeight")}</Label>}
    </>
  );
}
