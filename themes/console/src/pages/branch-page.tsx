import { Button, Divider, Flex, FlexItem, Stack, StackItem, Title } from "@patternfly/react-core";
import { useCallback } from "react";
import { path } from "../api";
import { type PageProps, useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Fact, Facts } from "../ui/facts";
import { useLoad } from "../ui/load";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { Pending } from "../ui/pending";
import { nameOf, type User } from "../ui/user-select";
import { useBranchActions } from "./branch-dialogs";
import { type Branch, BRANCH_FIELDS, branchOf } from "./group";
import { PersonLink } from "./people-parts";

/** A branch, and who is at it. */
export function BranchPage({ id }: PageProps) {
  const { api, realm, t } = useShell();
  const { data, error, refresh } = useLoad((signal) => api.get<Branch>(branchOf(realm, id), {}, signal), [api, realm, id]);
  if (!data) {
    return <Pending error={error} gone={t("pbxErrorNoBranch")} failed={t("pbxBranchNotLoaded")} back={["groups/branches", t("pbxAllBranches")]} />;
  }
  return <LoadedBranch branch={data} refresh={refresh} />;
}

function LoadedBranch({ branch, refresh }: { branch: Branch; refresh: () => void }) {
  const { api, can, go, realm, t } = useShell();
  const { actions, dialog } = useBranchActions((isGone) => {
    if (isGone) go("groups/branches", { replace: true });
    else refresh();
  });
  // Keycloak finds users by attributes, and does not count them: it is asked for one more.
  const load = useCallback(
    ({ first, max }: ListQuery, signal: AbortSignal) =>
      api.page<User>(
        path`${realm}/users`,
        { q: `pbx.branch:${branch.id}`, first, max: max + 1, briefRepresentation: true },
        signal,
      ),
    [api, realm, branch.id],
  );
  return (
    <>
      <PageHead
        title={branch.name}
        trail={[
          ["groups", t("pbxGroups")],
          ["groups/branches", t("pbxBranches")],
        ]}
        actions={
          can.users === "manage" && (
            <Flex>
              {actions(branch).map(({ title, isDanger, onClick }) => (
                <FlexItem key={title}>
                  <Button variant={isDanger ? "danger" : "secondary"} onClick={onClick}>
                    {title}
                  </Button>
                </FlexItem>
              ))}
            </Flex>
          )
        }
      />
      <PageBody>
        <Stack hasGutter>
          <StackItem>
            <Facts>
              {BRANCH_FIELDS.filter((field) => field !== "name" && branch[field]).map((field) => (
                <Fact key={field} term={t(`pbxBranch_${field}`)}>
                  {branch[field]}
                </Fact>
              ))}
              {branch.groups !== undefined && (
                <Fact term={t("pbxGroups")}>
                  {can.groups ? (
                    <PbxLink to={`groups?branch=${encodeURIComponent(branch.id)}`}>
                      {t("pbxGroupsAtBranch", { count: branch.groups })}
                    </PbxLink>
                  ) : (
                    t("pbxGroupsAtBranch", { count: branch.groups })
                  )}
                </Fact>
              )}
            </Facts>
          </StackItem>
          <Divider />
          <StackItem>
            <Title headingLevel="h2">{t("users")}</Title>
          </StackItem>
          <StackItem>
            <DataTable<User>
              label={t("users")}
              load={load}
              rowKey={({ id }) => id}
              rowLabel={({ username }) => username}
              columns={[
                {
                  title: t("username"),
                  width: 40,
                  cell: ({ id, username }) => <PersonLink id={id}>{username}</PersonLink>,
                },
                { title: t("name"), cell: (user) => nameOf(user) },
              ]}
              empty={{ title: t("pbxNobodyAtBranch"), text: t("pbxNobodyAtBranchText") }}
            />
          </StackItem>
        </Stack>
      </PageBody>
      {dialog}
    </>
  );
}
