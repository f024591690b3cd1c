import { Button, Flex } from "@patternfly/react-core";
import { useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { ConsoleLink } from "../ui/page";
import { useKeyLink } from "./key-dialogs";
import type { PersonDetails } from "./people-parts";

/** What is done for a user who cannot sign in: a mail, a link or QR code; and Keycloak's own page for all else. */
export function PersonActions({ person }: { person: PersonDetails }) {
  const { alert, api, fail, realm, t } = useShell();
  const { id, username, displayName, email, enabled, canManage } = person;
  const [isSending, setSending] = useState(false);
  const { button, dialog } = useKeyLink({ user: { id, username, displayName } });
  const mayHelp = canManage && enabled;
  const send = async () => {
    setSending(true);
    try {
      await api.put(path`${realm}/users/${id}/execute-actions-email`, ["UPDATE_PASSWORD"]);
      alert(t("pbxLinkSent", { email }));
    } catch (error) {
      fail(t("pbxLinkNotSent", { user: username }), error);
    }
    setSending(false);
  };
  return (
    <Flex>
      {mayHelp && email && (
        <Button variant="secondary" data-testid="send-link" isLoading={isSending} onClick={() => isSending || void send()}>
          {t("pbxFix_sendLink")}
        </Button>
      )}
      {mayHelp && button}
      <ConsoleLink to={path`/${realm}/users/${id}/settings`}>{t("pbxInUsers")}</ConsoleLink>
      {dialog}
    </Flex>
  );
}
