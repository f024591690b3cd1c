import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { changedOf, changesOf, missingOf, removesMailServer, shownOf, type Values, valuesOf } from "../src/pages/own-settings";
import { GROUPS, type Settings } from "../src/pages/settings-fields";

const SETTINGS: Settings = {
  name: "Acme",
  website: "https://acme.test",
  smtpServer: {
    host: "mail.acme.test",
    port: "587",
    from: "pbx@acme.test",
    starttls: "true",
    auth: "true",
    user: "pbx",
    password: "**********",
  },
  secondFactor: true,
  twoFactorResendSeconds: 30,
  managed: { webAllowedAddresses: ["127.0.0.0/8", "::1"], basicAuth: false, usernameRules: "refuse" },
  redirectUris: ["https://app.acme.test/*"],
};

const WITHOUT: Settings = { ...SETTINGS, smtpServer: {}, secondFactor: false };

const group = (name: string) => GROUPS.find((one) => one.name === name) ?? { name, fields: [] };

/** What is sent when this is typed in a group. */
const changed = (name: string, typed: Values, settings = SETTINGS) =>
  changesOf(group(name), settings, { ...valuesOf(settings), ...typed });

const sent = (name: string, typed: Values, settings = SETTINGS) => {
  const { expected: _, ...body } = changed(name, typed, settings);
  return body;
};

test("what was not changed is not sent", () => {
  for (const { name } of GROUPS) {
    deepEqual(sent(name, {}), {});
    deepEqual(sent(name, {}, WITHOUT), {});
  }
  deepEqual(sent("company", { name: "Acme Ltd ", website: "" }), { name: "Acme Ltd", website: "" });
});

test("each kind is sent as what it is", () => {
  deepEqual(sent("signIn", { secondFactor: "false", twoFactorResendSeconds: " 60 " }), {
    secondFactor: false,
    twoFactorResendSeconds: 60,
  });
  // For the server to refuse.
  deepEqual(sent("signIn", { twoFactorResendSeconds: "1.5" }), { twoFactorResendSeconds: "1.5" });
  deepEqual(sent("locks", { "managed-webAllowedAddresses": "192.0.2.0/24, ::1\n" }), {
    managed: { webAllowedAddresses: ["192.0.2.0/24", "::1"] },
  });
  deepEqual(sent("passwords", { "managed-basicAuth": "true", "managed-usernameRules": "report" }), {
    managed: { basicAuth: true, usernameRules: "report" },
  });
  deepEqual(sent("apps", { redirectUris: "" }), { redirectUris: [] });
});

test("what was shown goes along", () => {
  deepEqual(changed("company", { name: "Acme Ltd", avatarUrl: "https://acme.test/logo.svg" }).expected, {
    name: "Acme",
    avatarUrl: "",
  });
  deepEqual(changed("locks", { "managed-webAllowedAddresses": "" }).expected, {
    managed: { webAllowedAddresses: ["127.0.0.0/8", "::1"] },
  });
  deepEqual(changed("mail", { "smtpServer-port": "25" }).expected, { smtpServer: SETTINGS.smtpServer });
  deepEqual(changed("mail", { "smtpServer-host": "mail.acme.test" }, WITHOUT).expected, { smtpServer: {} });
});

test("the mail server is sent as a whole, and its password stays", () => {
  deepEqual(sent("mail", { "smtpServer-fromDisplayName": "PBX" }), {
    smtpServer: { ...SETTINGS.smtpServer, fromDisplayName: "PBX", allowutf8: "false" },
  });
  deepEqual(sent("mail", { "smtpServer-password": " new " }), {
    smtpServer: { ...SETTINGS.smtpServer, password: " new ", allowutf8: "false" },
  });
  deepEqual(sent("mail", { "smtpServer-encryption": "ssl", "smtpServer-auth": "false" }), {
    smtpServer: {
      host: "mail.acme.test",
      port: "587",
      from: "pbx@acme.test",
      ssl: "true",
      starttls: "false",
      allowutf8: "false",
      auth: "false",
    },
  });
});

test("a mail server without a host is none, and what is typed beside it is not lost in silence", () => {
  const values = { ...valuesOf(SETTINGS), "smtpServer-host": " " };
  equal(removesMailServer(SETTINGS, values), true);
  equal(missingOf(group("mail"), SETTINGS, values), undefined);
  deepEqual(sent("mail", { "smtpServer-host": "" }), { smtpServer: {} });

  const half = { ...valuesOf(WITHOUT), "smtpServer-from": "pbx@acme.test" };
  equal(removesMailServer(WITHOUT, half), false);
  equal(missingOf(group("mail"), WITHOUT, half), "smtpServer-host");
  equal(missingOf(group("mail"), WITHOUT, valuesOf(WITHOUT)), undefined);
  equal(missingOf(group("company"), SETTINGS, { ...valuesOf(SETTINGS), name: " " }), "name");
});

test("what is as it was is no change, nor is what is not shown any more", () => {
  const names = (typed: Values, settings = SETTINGS) =>
    changedOf(group("mail"), settings, { ...valuesOf(settings), ...typed }).map((field) => field.name);
  deepEqual(names({}), []);
  deepEqual(names({ "smtpServer-port": "587" }), []);
  deepEqual(names({ "smtpServer-port": "25", "smtpServer-user": "other" }), ["smtpServer-port", "smtpServer-user"]);
  deepEqual(names({ "smtpServer-auth": "false", "smtpServer-user": "other" }), ["smtpServer-auth"]);
  deepEqual(names({ "smtpServer-auth": "false", "smtpServer-user": "other" }, WITHOUT), []);
  deepEqual(sent("mail", { "smtpServer-user": "other" }, WITHOUT), {});
});

test("what has no use is not shown", () => {
  const names = (name: string, settings: Settings) =>
    shownOf(group(name), settings, valuesOf(settings)).map((field) => field.name);
  equal(names("mail", SETTINGS).includes("smtpServer-password"), true);
  equal(names("mail", WITHOUT).includes("smtpServer-password"), false);
  const { redirectUris: _, ...withoutApp } = SETTINGS;
  deepEqual(names("apps", withoutApp as Settings), []);
  equal(names("passwords", SETTINGS).length, 3);
  const { managed: __, ...ofTenant } = SETTINGS;
  deepEqual(names("passwords", ofTenant as Settings), []);
});
