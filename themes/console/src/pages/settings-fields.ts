// The settings of a tenant, and the fields that they are changed by.

/** The answer of `GET /admin/realms/{realm}/tenant`. What was never decided is told as what holds. */
export interface Settings {
  smtpServer: Record<string, string>;
  /** Missing where the tenant has no client for apps, or who asks may not see clients. */
  redirectUris?: string[];
  /** What whoever manages the realm sets; missing for who may not view the realm. */
  managed?: Record<string, unknown>;
  [member: string]: unknown;
}

export interface SettingField {
  /** The member; members of members by a hyphen. */
  name: string;
  kind: "text" | "number" | "switch" | "list" | "choice" | "password";
  /** What the server takes where nothing was decided. */
  byDefault?: string | number | boolean;
  type?: "url" | "email";
  maxLength?: number;
  isRequired?: boolean;
  /** Of a choice, by which its texts are called, too. */
  choices?: readonly string[];
  /** Only who manages tenants sets it. */
  isOfSystem?: boolean;
}

export interface Group {
  name: string;
  fields: readonly SettingField[];
  /** Whoever manages the realm sets them, and the tenant's own administrator does not. */
  isManaged?: boolean;
}

/** How the fields of the mail server begin, and those of what whoever manages the realm sets. */
export const MAIL = "smtpServer-";
export const MANAGED = "managed-";

export const HOST = `${MAIL}host`;
export const ENCRYPTION = `${MAIL}encryption`;

const managed = (fields: readonly SettingField[]) => fields.map((field) => ({ ...field, name: MANAGED + field.name }));

export const GROUPS: readonly Group[] = [
  {
    name: "company",
    fields: [
      { name: "name", kind: "text", maxLength: 1024, isRequired: true },
      { name: "website", kind: "text", type: "url", maxLength: 255 },
      { name: "avatarUrl", kind: "text", maxLength: 2048 },
    ],
  },
  {
    name: "mail",
    fields: [
      { name: HOST, kind: "text", maxLength: 255 },
      { name: `${MAIL}port`, kind: "text", byDefault: "25", maxLength: 5 },
      { name: ENCRYPTION, kind: "choice", choices: ["none", "starttls", "ssl"] },
      { name: `${MAIL}from`, kind: "text", type: "email", maxLength: 255 },
      { name: `${MAIL}fromDisplayName`, kind: "text", maxLength: 255 },
      { name: `${MAIL}replyTo`, kind: "text", type: "email", maxLength: 255 },
      { name: `${MAIL}replyToDisplayName`, kind: "text", maxLength: 255 },
      { name: `${MAIL}envelopeFrom`, kind: "text", type: "email", maxLength: 255 },
      { name: `${MAIL}allowutf8`, kind: "switch", byDefault: false },
      { name: `${MAIL}auth`, kind: "switch", byDefault: false },
      { name: `${MAIL}user`, kind: "text", maxLength: 255 },
      { name: `${MAIL}password`, kind: "password", maxLength: 255 },
    ],
  },
  {
    name: "signIn",
    fields: [
      { name: "secondFactor", kind: "switch", byDefault: false },
      { name: "twoFactorResendSeconds", kind: "number", byDefault: 30 },
      { name: "passwordResetEndsSessions", kind: "switch", byDefault: true },
      { name: "identityProvidersCreateUsers", kind: "switch", byDefault: false },
    ],
  },
  { name: "extensions", fields: [{ name: "revokeOnSteal", kind: "switch", byDefault: false }] },
  { name: "apps", fields: [{ name: "redirectUris", kind: "list" }] },
  {
    name: "locks",
    isManaged: true,
    fields: managed([
      { name: "webFailedAuthAmount", kind: "number", byDefault: 5 },
      { name: "webBlacklistTimeInterval", kind: "number", byDefault: 3600 },
      { name: "webAllowedAddresses", kind: "list", byDefault: "127.0.0.0/8, ::1" },
    ]),
  },
  {
    name: "passwords",
    isManaged: true,
    fields: managed([
      { name: "basicAuth", kind: "switch", byDefault: false },
      { name: "acceptSha1Passwords", kind: "switch", byDefault: false },
      { name: "usernameRules", kind: "choice", choices: ["refuse", "report"], byDefault: "refuse" },
    ]),
  },
  {
    name: "securityData",
    isManaged: true,
    fields: managed([
      { name: "securityData", kind: "switch", byDefault: false },
      { name: "description", kind: "text", maxLength: 1000 },
      { name: "company", kind: "text", maxLength: 255, isOfSystem: true },
      { name: "passwordStrengthText", kind: "text", maxLength: 1000 },
      { name: "passwordExpirationWarningDays", kind: "number", byDefault: 0 },
      { name: "securityQuestions", kind: "number", byDefault: 0 },
      { name: "enableIpAllowList", kind: "switch", byDefault: false },
      { name: "ipAllowList", kind: "list" },
      { name: "sessionLogDays", kind: "number", byDefault: 180 },
      { name: "auditLogDays", kind: "number", byDefault: 365 },
    ]),
  },
];
