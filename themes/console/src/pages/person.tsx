import { Button, Flex, Stack, StackItem } from "@patternfly/react-core";
import { useRef } from "react";
import { path } from "../api";
import { type PageProps, useShell } from "../shell";
import { Fact, Facts } from "../ui/facts";
import { useLoad } from "../ui/load";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { Pending } from "../ui/pending";
import { moments } from "./moment";
import { type PersonDetails, PersonStatus } from "./people-parts";
import { PersonActions } from "./person-actions";
import { PersonExtensions } from "./person-extensions";
import { PersonRole } from "./person-role";
import { PersonPermissions, PersonSignIns } from "./person-sections";
import { PersonSessions } from "./person-sessions";
import { changeUser } from "./user-changes";

/** All that the PBX knows of a user, with the way to where each of it changes. */
export function PersonPage({ id }: PageProps) {
  const { api, realm, t } = useShell();
  const { data, error, refresh } = useLoad(
    (signal) => api.get<PersonDetails>(path`${realm}/pbx-people/${id}`, {}, signal),
    [api, realm, id],
  );
  if (!data) {
    return <Pending error={error} gone={t("pbxNoPerson")} failed={t("pbxPersonNotLoaded")} back={["people", t("pbxPeople")]} />;
  }
  return <LoadedPerson person={data} reload={refresh} />;
}

function LoadedPerson({ person, reload }: { person: PersonDetails; reload: () => void }) {
  const { can, t } = useShell();
  const { id, username, displayName, email } = person;
  return (
    <>
      <PageHead
        title={displayName}
        label={<PersonStatus person={person} />}
        trail={[["people", t("pbxPeople")]]}
        actions={<PersonActions person={person} />}
      />
      <PageBody>
        <Stack hasGutter>
          <StackItem>
            <Facts>
              <Fact term={t("username")}>{username}</Fact>
              <Fact term={t("email")}>{email ?? "—"}</Fact>
              <Fact term={t("pbxRole")}>
                <PersonRole person={person} reload={reload} />
              </Fact>
              <Fact term={t("pbxLockOfUser")}>
                <Lock person={person} reload={reload} />
              </Fact>
              {(can.permissions || can.keys || can.users || can.signIns) && (
                <Fact term={t("pbxGoTo")}>
                  <Flex>
                    {can.permissions && (
                      <PbxLink to={`permissions?user=${encodeURIComponent(id)}`}>{t("pbxPermissions")}</PbxLink>
                    )}
                    {can.keys && <PbxLink to={`keys?user=${encodeURIComponent(id)}`}>{t("pbxKeys")}</PbxLink>}
                    {can.signIns && (
                      <PbxLink to={`sign-ins?time=month&user=${encodeURIComponent(id)}`}>{t("pbxSignIns")}</PbxLink>
                    )}
                    {can.users && <PbxLink to={`why?user=${encodeURIComponent(username)}`}>{t("pbxWhy")}</PbxLink>}
                  </Flex>
                </Fact>
              )}
            </Facts>
          </StackItem>
          <StackItem>
            <PersonExtensions person={person} reload={reload} />
          </StackItem>
          <StackItem>
            <PersonPermissions id={id} />
          </StackItem>
          <StackItem>
            <PersonSessions person={person} />
          </StackItem>
          {can.signIns && (
            <StackItem>
              <PersonSignIns id={id} />
            </StackItem>
          )}
        </Stack>
      </PageBody>
    </>
  );
}

/** Whether wrong passwords keep the user out, and what ends that. */
function Lock({ person: { id, username, enabled, locked, lockedUntil, canManage }, reload }: { person: PersonDetails; reload: () => void }) {
  const { alert, api, fail, realm, t } = useShell();
  const text = useRef<HTMLSpanElement>(null);
  const unlock = async () => {
    try {
      await api.delete(path`${realm}/attack-detection/brute-force/users/${id}`);
      if (!enabled) {
        // Whom wrong passwords lock for good, Keycloak disables besides.
        await changeUser(api, realm, id, { enabled: true });
      }
      alert(t("pbxMended", { user: username }));
    } catch (error) {
      fail(t("pbxNotMended", { user: username }), error);
    }
    // The button is gone in a moment.
    text.current?.focus();
    reload();
  };
  return (
    <Flex>
      <span ref={text} tabIndex={-1} data-testid="lock">
        {!locked
          ? t("pbxNotLocked")
          : lockedUntil
            ? t("pbxLockedUntil", { until: moments(t.locale)(lockedUntil) })
            : t("pbxLockedForGood")}
      </span>
      {locked && canManage && (
        <Button variant="link" isInline data-testid="unlock" onClick={() => void unlock()}>
          {t("pbxFix_unlock")}
        </Button>
      )}
    </Flex>
  );
}
