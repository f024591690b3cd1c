// What pages tell of an event about signing in.
import { Label } from "@patternfly/react-core";
import { path } from "../api";
import { useShell } from "../shell";

export interface SignInEvent {
  id?: string;
  time: number;
  type: string;
  clientId?: string;
  userId?: string;
  sessionId?: string;
  ipAddress?: string;
  error?: string;
  details?: Record<string, string>;
}

/** Sign-ins, and what the bundle writes of the steps around them. */
const TYPES = [
  "LOGIN",
  "IDENTITY_PROVIDER_LOGIN",
  "EXECUTE_ACTIONS",
  "SEND_VERIFY_EMAIL",
  "SEND_RESET_PASSWORD",
  "UPDATE_CREDENTIAL",
  "CUSTOM_REQUIRED_ACTION",
];

const FAILED = TYPES.map((type) => `${type}_ERROR`);
const OUTCOMES: Record<string, readonly string[]> = {
  all: [...TYPES, ...FAILED],
  failed: FAILED,
  done: TYPES,
  signIns: ["LOGIN"],
  failedSignIns: ["LOGIN_ERROR"],
};

/** Of the system level: what has failed at the sign-in API, which names a SIP domain. Keycloak finds events by their app, not by errors. */
const BY_DOMAIN = "byDomain";
const API_CLIENT = "pbx-rest";

/** What lists of events may be narrowed down to. */
export function outcomesOf({ ofSystem }: { ofSystem: boolean }): string[] {
  return [...Object.keys(OUTCOMES), ...(ofSystem ? [BY_DOMAIN] : [])];
}

/** The path of a realm's events of an outcome. */
export function eventsOf(realm: string, outcome = "all"): string {
  const isByDomain = outcome === BY_DOMAIN;
  const types = (isByDomain ? FAILED : (OUTCOMES[outcome] ?? OUTCOMES.all ?? [])).map((type) => `type=${type}`).join("&");
  return `${path`${realm}/events`}?${types}${isByDomain ? `&client=${API_CLIENT}` : ""}`;
}

/** What it was, and whether it succeeded. */
export function Outcome({ event }: { event: SignInEvent }) {
  const { t } = useShell();
  const failed = event.type.endsWith("_ERROR");
  const type = failed ? event.type.slice(0, -"_ERROR".length) : event.type;
  const key = `pbxEvent_${type}`;
  return (
    // As wide as its text, also where a cell is laid out as a grid.
    <span>
      <Label isCompact color={failed ? "red" : "green"}>
        {t(failed ? "pbxEventFailed" : "pbxEventDone", { event: t.has(key) ? t(key) : type })}
      </Label>
    </span>
  );
}
