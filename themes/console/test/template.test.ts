import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { translator } from "../src/i18n";
import { quoted } from "../src/pages/shell-word";
import { type Difference, kindOf, reasonOf, saidOf, written } from "../src/pages/template";

const t = translator(
  new Map([
    ["pbxKind_client", "Client"],
    ["pbxKind_serviceAccountsRole", "Role of a service account"],
    ["pbxWhyKeptOwn", "Changed here"],
    ["pbxWhyKeptLacking", "Not there: {{kind}} {{name}}"],
  ]),
  "en",
);
const difference: Difference = { kind: "client", name: "pbx-app", action: "kept" };

test("kinds have words of their own, and those that are new say what the server says", () => {
  equal(kindOf(t, "service account's role"), "Role of a service account");
  equal(kindOf(t, "kind of tomorrow"), "kind of tomorrow");
});

test("reasons are told in the language of the console, where there are words", () => {
  equal(reasonOf(t, difference), undefined);
  equal(reasonOf(t, { ...difference, why: "changed", key: "pbxWhyKeptOwn" }), "Changed here");
  equal(
    reasonOf(t, { ...difference, why: "no", key: "pbxWhyKeptLacking", params: { kind: "client", name: "x" } }),
    "Not there: Client x",
  );
  equal(reasonOf(t, { ...difference, why: "in English", key: "pbxWhyKeptNew" }), "in English");
});

test("what differs is told member by member", () => {
  deepEqual(saidOf(difference), []);
  deepEqual(saidOf({ ...difference, from: "length(6)", to: "length(8)" }), [{ from: "length(6)", to: "length(8)" }]);
  deepEqual(
    saidOf({
      ...difference,
      from: { description: "Ours", attributes: { pkce: "S256" } },
      to: { description: "Apps", enabled: true, attributes: { pkce: "plain" } },
    }),
    [
      { member: "description", from: "Ours", to: "Apps" },
      { member: "attributes.pkce", from: "S256", to: "plain" },
      { member: "enabled", to: "true" },
    ],
  );
});

test("values are written as people read them", () => {
  equal(written(["a", "b", 1, false]), "a, b, 1, false");
  equal(written([{ authenticator: "lock", requirement: "REQUIRED" }, { flowAlias: "forms" }, { x: 1 }]), 'lock (REQUIRED), forms, {"x":1}');
  equal(written("x".repeat(500)).length, 401);
});

test("a word of a command line stays one", () => {
  equal(quoted("acme.example.com"), "acme.example.com");
  equal(quoted("it's $(mine)"), "'it'\\''s $(mine)'");
});
