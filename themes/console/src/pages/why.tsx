import { Alert, AlertActionLink, Button, Form, Skeleton, Stack, StackItem } from "@patternfly/react-core";
import { useEffect, useRef, useState } from "react";
import { path } from "../api";
import { useAddress, useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { TextField } from "../ui/form";
import { useLoad } from "../ui/load";
import { ConsoleLink, PageBody, PageHead, PbxLink } from "../ui/page";
import { readable } from "./moment";
import { PersonLink } from "./people-parts";
import { changeUser } from "./user-changes";

interface Finding {
  key: string;
  params: Record<string, string>;
  severity: "error" | "warning" | "info";
  fix?: string;
}

interface Person {
  id: string;
  username: string;
}

interface Answer {
  user?: Person;
  findings: Finding[];
}

const VARIANTS = { error: "danger", warning: "warning", info: "info" } as const;

/** The longest text that the server looks at. */
const MAX_LENGTH = 350;

export function WhyPage() {
  const { api, realm, t, textOf } = useShell();
  const [address, setAddress] = useAddress();
  const asked = address.get("user") ?? "";
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const { data, error, reload } = useLoad(
    (signal) =>
      asked ? api.get<Answer>(path`${realm}/pbx-sign-ins/why`, { user: asked }, signal) : Promise.resolve(null),
    [api, realm, asked],
  );
  const [isMended, setMended] = useState(false);
  const ask = () => {
    setMended(false);
    const text = typed.trim();
    if (text && text === asked) reload();
    else setAddress({ user: text });
  };

  return (
    <>
      <PageHead title={t("pbxWhy")} text={t("pbxWhyText")} />
      <PageBody>
        <Stack hasGutter>
          <StackItem>
            <Form
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                ask();
              }}
            >
              <TextField
                id="pbx-why-user"
                label={t("pbxWhoCannot")}
                help={t("pbxWhoCannotHelp")}
                value={typed}
                onChange={setTyped}
                spellCheck={false}
                maxLength={MAX_LENGTH}
                autoFocus
              />
              <div>
                <Button type="submit" data-testid="ask" isDisabled={!typed.trim()}>
                  {t("pbxAsk")}
                </Button>
              </div>
            </Form>
          </StackItem>
          {asked && (
            <StackItem>
              {error !== undefined ? (
                <Alert
                  variant="danger"
                  isInline
                  component="h2"
                  title={t("pbxWhyFailed")}
                  actionLinks={<AlertActionLink onClick={reload}>{t("tryAgain")}</AlertActionLink>}
                >
                  {textOf(error)}
                </Alert>
              ) : data ? (
                <Findings
                  answer={data}
                  asked={asked}
                  hasFocus={isMended}
                  onMended={() => {
                    setMended(true);
                    reload();
                  }}
                />
              ) : (
                <Skeleton screenreaderText={t("pbxLoading")} />
              )}
            </StackItem>
          )}
        </Stack>
      </PageBody>
    </>
  );
}

interface FindingsProps {
  answer: Answer;
  asked: string;
  /** The button that had the focus is gone. */
  hasFocus: boolean;
  onMended: () => void;
}

function Findings({ answer, asked, hasFocus, onMended }: FindingsProps) {
  const { t } = useShell();
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (hasFocus) top.current?.focus({ preventScroll: true });
  }, [hasFocus]);
  const { user, findings } = answer;
  const isKept = findings.some(({ severity }) => severity !== "info");
  const name = user?.username ?? asked;
  return (
    <div ref={top} tabIndex={-1} style={{ outline: "none" }}>
      <Stack hasGutter data-testid="findings">
        {user && (
          <StackItem>
            <PersonLink id={user.id}>{t("pbxUserPage", { name })}</PersonLink>
          </StackItem>
        )}
        {!isKept && (
          <StackItem>
            <Alert variant="success" isInline component="h2" title={t("pbxWhyNothing", { name })} data-testid="nothing" />
          </StackItem>
        )}
        {findings.map((finding) => (
          <StackItem key={`${finding.key} ${JSON.stringify(finding.params)}`}>
            <Shown finding={finding} user={user} name={name} onMended={onMended} />
          </StackItem>
        ))}
      </Stack>
    </div>
  );
}

interface ShownProps {
  finding: Finding;
  user: Person | undefined;
  name: string;
  onMended: () => void;
}

function Shown({ finding, user, name, onMended }: ShownProps) {
  const { t } = useShell();
  const text = t.has(finding.key)
    ? t(finding.key, { user: name, ...readable(finding.params, t.locale) })
    : t("pbxWhyOther", { key: finding.key });
  return (
    <Alert
      variant={VARIANTS[finding.severity]}
      isInline
      component="h2"
      title={text}
      data-testid={finding.key}
      actionLinks={<Fix finding={finding} user={user} name={name} onMended={onMended} />}
    />
  );
}

/** The button, or the page, that mends it; nothing where the administrator may not. */
function Fix({ finding: { fix, params }, user, name, onMended }: ShownProps) {
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
