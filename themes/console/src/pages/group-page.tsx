import { Button, Divider, Flex, FlexItem, Label, Stack, StackItem, Title } from "@patternfly/react-core";
import { type PageProps, useShell } from "../shell";
import { Fact, Facts } from "../ui/facts";
import { useLoad } from "../ui/load";
import { ConsoleLink, PageBody, PageHead, PbxLink } from "../ui/page";
import { Pending } from "../ui/pending";
import { type Group, groupOf } from "./group";
import { permissionsOf, useGroupActions } from "./group-dialogs";
import { GroupMembers } from "./group-members";
import { Weight } from "./groups";

/** A user group, and who is in it. */
export function GroupPage({ id }: PageProps) {
  const { api, realm, t } = useShell();
  const { data, error, refresh } = useLoad((signal) => api.get<Group>(groupOf(realm, id), {}, signal), [api, realm, id]);
  if (!data) {
    return <Pending error={error} gone={t("pbxErrorNoGroup")} failed={t("pbxGroupNotLoaded")} back={["groups", t("pbxAllGroups")]} />;
  }
  return <LoadedGroup group={data} refresh={refresh} />;
}

function LoadedGroup({ group, refresh }: { group: Group; refresh: () => void }) {
  const { can, go, realm, t } = useShell();
  const { actions, dialog } = useGroupActions((isGone) => {
    if (isGone) go("groups", { replace: true });
    else refresh();
  });
  // The way to the permissions is among the facts.
  const buttons = actions(group).filter(({ isLink }) => !isLink);
  return (
    <>
      <PageHead
        title={group.name}
        {...(group.administrators ? { label: <Label color="blue">{t("pbxAdministrators")}</Label> } : {})}
        trail={[["groups", t("pbxGroups")]]}
        actions={
          <Flex>
            {buttons.map(({ title, isDanger, onClick }) => (
              <FlexItem key={title}>
                <Button variant={isDanger ? "danger" : "secondary"} onClick={onClick}>
                  {title}
                </Button>
              </FlexItem>
            ))}
          </Flex>
        }
      />
      <PageBody>
        <Stack hasGutter>
          <StackItem>
            <Facts>
              <Fact term={t("description")}>{group.description ?? "—"}</Fact>
              <Fact term={t("pbxWeight")}>
                <Weight of={group} />
              </Fact>
              <Fact term={t("pbxBranch")}>
                {!group.branch ? (
                  t("pbxAtNoBranch")
                ) : can.users ? (
                  <PbxLink to={`groups/branches/${encodeURIComponent(group.branch.id)}`}>{group.branch.name}</PbxLink>
                ) : (
                  group.branch.name
                )}
              </Fact>
              <Fact term={t("pbxGoTo")}>
                <Flex>
                  <PbxLink to={permissionsOf(group)}>{t("pbxPermissions")}</PbxLink>
                  <ConsoleLink to={`/${encodeURIComponent(realm)}/groups/${encodeURIComponent(group.id)}`}>
                    {t("pbxRolesAndAttributes")}
                  </ConsoleLink>
                </Flex>
              </Fact>
            </Facts>
          </StackItem>
          <Divider />
          <StackItem>
            <Title headingLevel="h2">{t("pbxMembers")}</Title>
          </StackItem>
          <StackItem>
            <GroupMembers group={group} onChange={refresh} />
          </StackItem>
        </Stack>
      </PageBody>
      {dialog}
    </>
  );
}
