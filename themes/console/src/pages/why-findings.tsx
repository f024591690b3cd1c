import { Alert, Stack, StackItem } from "@patternfly/react-core";
import { useEffect, useRef } from "react";
import { useShell } from "../shell";
import { readable } from "./moment";
import { PersonLink } from "./people-parts";
import { type Finding, Fix, type FixProps, type Person } from "./why-fix";

/** What the server says of somebody. */
export interface Answer {
  user?: Person;
  findings: Finding[];
}

const VARIANTS = { error: "danger", warning: "warning", info: "info" } as const;

interface FindingsProps {
  answer: Answer;
  asked: string;
  /** The button that had the focus is gone. */
  hasFocus: boolean;
  onMended: () => void;
}

/** All that was found, in the order in which a sign-in meets it. */
export function Findings({ answer, asked, hasFocus, onMended }: FindingsProps) {
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

function Shown({ finding, user, name, onMended }: FixProps) {
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
