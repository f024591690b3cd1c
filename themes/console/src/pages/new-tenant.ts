// What a tenant is made from, as it is typed and as it is sent.

/** What a new tenant is made from, by the steps of the wizard; members of members by a hyphen. */
export const STEPS = [
  ["name", "sipDomain", "sipDomainAliases", "realm", "website", "avatarUrl"],
  [
    "administrator-username",
    "administrator-email",
    "redirectUris",
    "smtpServer-host",
    "smtpServer-port",
    "smtpServer-encryption",
    "smtpServer-from",
    "smtpServer-user",
    "smtpServer-password",
  ],
] as const;
export const FIELDS: readonly string[] = STEPS.flat();

export type Name = (typeof STEPS)[number][number];
export type Values = Record<Name, string>;

export const EMPTY = Object.fromEntries(FIELDS.map((name) => [name, ""])) as Values;

/** Words that people type, separated by blanks, commas or lines. */
export function words(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** What is empty although what goes with it is not. */
export function halfOf(values: Values): Name | undefined {
  const pairs: [Name, Name[]][] = [
    ["administrator-username", ["administrator-email"]],
    ["administrator-email", ["administrator-username"]],
    ["smtpServer-host", ["smtpServer-port", "smtpServer-from", "smtpServer-user", "smtpServer-password"]],
    ["smtpServer-from", ["smtpServer-host"]],
    ["smtpServer-user", ["smtpServer-password"]],
    ["smtpServer-password", ["smtpServer-user"]],
  ];
  return pairs.find(([name, others]) => !values[name].trim() && others.some((other) => values[other].trim()))?.[0];
}

/** The request, without what was left empty. */
export function bodyOf(values: Values): Record<string, unknown> {
  const text = (name: Name) => values[name].trim() || undefined;
  const list = (name: Name) => (values[name].trim() ? words(values[name]) : undefined);
  const encryption = values["smtpServer-encryption"];
  const user = text("smtpServer-user");
  return {
    name: text("name"),
    sipDomain: text("sipDomain"),
    sipDomainAliases: list("sipDomainAliases"),
    realm: text("realm"),
    website: text("website"),
    avatarUrl: text("avatarUrl"),
    administrator: text("administrator-username") && {
      username: text("administrator-username"),
      email: text("administrator-email"),
    },
    redirectUris: list("redirectUris"),
    smtpServer: text("smtpServer-host") && {
      host: text("smtpServer-host"),
      port: text("smtpServer-port"),
      from: text("smtpServer-from"),
      ...(encryption ? { [encryption]: true } : {}),
      // A password may begin or end with a blank.
      ...(user ? { auth: true, user, password: values["smtpServer-password"] } : {}),
    },
  };
}
