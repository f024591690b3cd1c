// The settings of a tenant, as they are typed and as they are sent.
import { words } from "./new-tenant";
import { ENCRYPTION, type Group, GROUPS, HOST, MAIL, MANAGED, type SettingField, type Settings } from "./settings-fields";

/** By the names of fields; a switch is `true` or `false`. */
export type Values = Record<string, string>;

/** Stands for the password, which is never told; sent back, it stays as it is. */
const UNTOLD = "**********";

/** What a group has to show: user name and password only where one signs in at the mail server. */
export function shownOf({ fields, isManaged = false }: Group, settings: Settings, values: Values): readonly SettingField[] {
  if (isManaged && !settings.managed) {
    return [];
  }
  return fields.filter(({ name }) =>
    name === `${MAIL}user` || name === `${MAIL}password`
      ? values[`${MAIL}auth`] === "true"
      : name !== "redirectUris" || Array.isArray(settings.redirectUris),
  );
}

/** What the settings are, as it would be typed. */
export function valuesOf(settings: Settings): Values {
  return Object.fromEntries(GROUPS.flatMap(({ fields }) => fields).map((field) => [field.name, valueOf(field, settings)]));
}

/** What the server has told of a field. */
function toldOf(name: string, settings: Settings): unknown {
  const [first = "", second] = name.split("-");
  const members = first === "managed" ? settings.managed : settings.smtpServer;
  return second === undefined ? settings[first] : members?.[second];
}

function valueOf({ name, kind }: SettingField, settings: Settings): string {
  const told = toldOf(name, settings);
  if (name === ENCRYPTION) {
    return settings.smtpServer.ssl === "true" ? "ssl" : settings.smtpServer.starttls === "true" ? "starttls" : "none";
  }
  switch (kind) {
    case "password":
      return "";
    case "switch":
      return String(String(told) === "true");
    case "list":
      return Array.isArray(told) ? told.join("\n") : "";
    default:
      return told === undefined || told === null ? "" : String(told);
  }
}

/** Whether this takes the mail server away. */
export function removesMailServer(settings: Settings, values: Values): boolean {
  return Boolean(settings.smtpServer.host) && !values[HOST]?.trim();
}

/** What must not be empty, and is. A mail server that has everything but a host would be none, and nobody be told so. */
export function missingOf({ fields }: Group, settings: Settings, values: Values): string | undefined {
  const empty = fields.find(({ name, isRequired }) => isRequired && !values[name]?.trim());
  const mail = fields.filter(({ name, kind }) => name.startsWith(MAIL) && kind !== "switch" && kind !== "choice");
  const half = !settings.smtpServer.host && !values[HOST]?.trim() && mail.some(({ name }) => values[name]?.trim());
  return empty?.name ?? (half ? HOST : undefined);
}

/** What differs from what it is, of what the group shows. */
export function changedOf(group: Group, settings: Settings, values: Values): readonly SettingField[] {
  const before = valuesOf(settings);
  return shownOf(group, settings, values).filter(({ name }) => values[name] !== before[name]);
}

/**
 * The request: only what was changed, so that two who change different things do not undo each other, and what that was, so
 * that nobody undoes what he has not seen.
 */
export function changesOf(group: Group, settings: Settings, values: Values): Record<string, unknown> {
  const before = valuesOf(settings);
  const changed = changedOf(group, settings, values);
  if (!changed.length) {
    return {};
  }
  const plain = changed.filter(({ name }) => !name.startsWith(MAIL));
  const body = nested(plain.map(({ name, kind }) => [name, sentOf(kind, values[name] ?? "")] as const));
  const expected = nested(plain.map(({ name }) => [name, toldOf(name, settings) ?? ""] as const));
  if (plain.length < changed.length) {
    // It is sent as a whole: its members belong together.
    body.smtpServer = mailServerOf(settings.smtpServer, values, before);
    expected.smtpServer = settings.smtpServer;
  }
  return { ...body, expected };
}

/** Members by the names of their fields. */
function nested(members: (readonly [name: string, value: unknown])[]): Record<string, unknown> {
  const isOfManaged = ([name]: readonly [string, unknown]) => name.startsWith(MANAGED);
  const others = members.filter(isOfManaged).map(([name, value]) => [name.slice(MANAGED.length), value] as const);
  return {
    ...Object.fromEntries(members.filter((member) => !isOfManaged(member))),
    ...(others.length ? { managed: Object.fromEntries(others) } : {}),
  };
}

function sentOf(kind: SettingField["kind"], value: string): unknown {
  const text = value.trim();
  switch (kind) {
    case "switch":
      return value === "true";
    case "list":
      return words(value);
    case "number":
      // What is no number is for the server to refuse, which says what may be there.
      return /^\d{1,15}$/.test(text) ? Number(text) : text;
    default:
      return text;
  }
}

function mailServerOf(stored: Record<string, string>, values: Values, before: Values): Record<string, string> {
  const text = (member: string) => values[MAIL + member]?.trim() ?? "";
  if (!text("host")) {
    return {};
  }
  const encryption = text("encryption");
  const isEncryptedAsBefore = encryption === before[ENCRYPTION];
  const signsIn = text("auth") === "true";
  const server: Record<string, string> = {
    ...Object.fromEntries(
      ["host", "port", "from", "fromDisplayName", "replyTo", "replyToDisplayName", "envelopeFrom"].map((member) => [
        member,
        text(member),
      ]),
    ),
    ssl: isEncryptedAsBefore ? (stored.ssl ?? "") : String(encryption === "ssl"),
    starttls: isEncryptedAsBefore ? (stored.starttls ?? "") : String(encryption === "starttls"),
    allowutf8: text("allowutf8"),
    auth: text("auth"),
    user: signsIn ? text("user") : "",
    // A password may begin or end with a blank.
    password: signsIn ? values[`${MAIL}password`] || (stored.password ? UNTOLD : "") : "",
  };
  return Object.fromEntries(Object.entries(server).filter(([, value]) => value));
}
