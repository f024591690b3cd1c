import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, EMPTY, halfOf, words } from "../src/pages/new-tenant";

/** As it is sent: members without a value are not there. */
const sent = (values: Partial<typeof EMPTY>) => JSON.parse(JSON.stringify(bodyOf({ ...EMPTY, ...values }))) as unknown;

test("domains are separated by whatever people separate them by", () => {
  deepEqual(words(" a.test, b.test;c.test\nd.test\t"), ["a.test", "b.test", "c.test", "d.test"]);
  deepEqual(words("  "), []);
});

test("what is empty is not sent", () => {
  deepEqual(sent({ name: " Acme ", sipDomain: "acme.test", website: " " }), { name: "Acme", sipDomain: "acme.test" });
});

test("the beginning of a tenant is sent as the server takes it", () => {
  deepEqual(
    sent({
      name: "Acme",
      sipDomain: "acme.test",
      sipDomainAliases: "a.test b.test",
      "administrator-username": "anna",
      "administrator-email": "anna@acme.test",
      redirectUris: "https://app.acme.test/*",
      "smtpServer-host": "mail.acme.test",
      "smtpServer-port": "587",
      "smtpServer-encryption": "starttls",
      "smtpServer-from": "pbx@acme.test",
      "smtpServer-user": "pbx",
      "smtpServer-password": " secret ",
    }),
    {
      name: "Acme",
      sipDomain: "acme.test",
      sipDomainAliases: ["a.test", "b.test"],
      administrator: { username: "anna", email: "anna@acme.test" },
      redirectUris: ["https://app.acme.test/*"],
      smtpServer: {
        host: "mail.acme.test",
        port: "587",
        from: "pbx@acme.test",
        starttls: true,
        auth: true,
        user: "pbx",
        password: " secret ",
      },
    },
  );
});

test("what belongs together is there as a whole or not at all", () => {
  equal(halfOf(EMPTY), undefined);
  equal(halfOf({ ...EMPTY, "administrator-username": "anna" }), "administrator-email");
  equal(halfOf({ ...EMPTY, "administrator-email": "a@b.test" }), "administrator-username");
  equal(halfOf({ ...EMPTY, "smtpServer-user": "pbx" }), "smtpServer-host");
  equal(halfOf({ ...EMPTY, "smtpServer-host": "a.test" }), "smtpServer-from");
  equal(halfOf({ ...EMPTY, "smtpServer-host": "a.test", "smtpServer-from": "a@b.test" }), undefined);
});
