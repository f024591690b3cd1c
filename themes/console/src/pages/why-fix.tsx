import { AlertActionLink } from "@patternfly/react-core";
import { useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { ConsoleLink, PbxLink } from "../ui/page";
import { changeUser } from "./user-changes";

/** What keeps somebody from signing in, or may. */
export interface Finding {
  key: string;
  params: Record<string, string>;
  severity: "error" | "warning" | "info";
  fix?: string;
}

/** Who was asked about. */
export interface Person {
  id: string;
  username: string;
}

export interface FixProps {
  finding: Finding;
  user: Person | undefined;
  name: string;
  onMended: () => void;
}

/** The button, or the page, that mends it; nothing where the administrator may not. */
export function Fix({ finding: { fix, params }, user, name, onMended }: FixProps) {
  const { api, realm, can, t, alert, fail } = useShell();
  const [isAsking, setAsking] = useState(false);
  const [isWorking, setWorking] = useState(false);

  const mend = async (work: () => Promise<unknown>) => {
    setWorking(true);
    try {
      await work();
      alert(t("pbxMended", { user: name }));
    } catch (error) {
      fail(t("pbxNotMended", { user: name }), error);
    }
    setWorking(false);
    // What failed may be over: a lock that has run out meanwhile.
    onMended();
  };
  const button = (key: string, work: () => Promise<unknown>) => (
    // A button that is disabled while it has the focus drops it.
    <AlertActionLink data-testid={`fix-${fix}`} isAriaDisabled={isWorking} onClick={() => void mend(work)}>
      {t(key)}
    </AlertActionLink>
  );

  if (fix === "resume") {
    return can.tenants === "manage" && params.domain
      ? button("pbxFix_resume", () => api.post(path`master/tenants/${params.domain ?? ""}/resume`))
      : null;
  }
  if (fix === "unlock-address") {
    return can.addressLocks === "manage"
      ? button("pbxFix_unlockAddress", () => api.delete(path`${realm}/blocked-addresses/${params.address ?? ""}`))
      : null;
  }
  if (fix === "set-mail-server") {
    return can.settings === "manage" ? (
      <PbxLink data-testid={`fix-${fix}`} to="settings">
        {t("pbxFix_setMailServer")}
      </PbxLink>
    ) : null;
  }
  if (can.users !== "manage" || !user) {
    return null;
  }
  const { id } = user;
  switch (fix) {
    case "enable":
      return button("pbxFix_enable", () => changeUser(api, realm, id, { enabled: true }));
    case "unlock":
      return button("pbxFix_unlock", () => api.delete(path`${realm}/attack-detection/brute-force/users/${id}`));
    case "send-link":
      return button("pbxFix_sendLink", () =>
        api.put(path`${realm}/users/${id}/execute-actions-email`, ["UPDATE_PASSWORD"]),
      );
    case "set-password":
      return <ConsoleLink to={path`/${realm}/users/${id}/credentials`}>{t("pbxFix_setPassword")}</ConsoleLink>;
    case "edit-user":
      return <ConsoleLink to={path`/${realm}/users/${id}/settings`}>{t("pbxFix_editUser")}</ConsoleLink>;
    case "clear-required-action":
      return (
        <>
          <AlertActionLink data-testid={`fix-${fix}`} onClick={() => setAsking(true)}>
            {t("pbxFix_clearRequiredAction")}
          </AlertActionLink>
          {isAsking && (
            <Confirm
              title={t("pbxClearActionTitle", { name: params.name })}
              action={t("pbxFix_clearRequiredAction")}
              danger
              onClose={() => setAsking(false)}
              onConfirm={async () => {
                const { requiredActions = [] } = await api.get<{ requiredActions?: string[] }>(path`${realm}/users/${id}`);
                await changeUser(api, realm, id, {
                  requiredActions: requiredActions.filter((action) => action !== params.action),
                });
                setAsking(false);
                alert(t("pbxMended", { user: name }));
                onMended();
              }}
            >
              {t("pbxClearActionText", { name: params.name, user: name })}
            </Confirm>
          )}
        </>
      );
    default:
      return null;
  }
}
