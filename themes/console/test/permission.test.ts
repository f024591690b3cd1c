import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { translator } from "../src/i18n";
import {
  changesOf,
  edited,
  type Edits,
  found,
  kept,
  labelOf,
  overtaken,
  overtakenText,
  reasonOf,
  refusedName,
  refusedText,
  type State,
} from "../src/pages/permission";
import { ApiError } from "../src/api";
import { CHOICES, triName } from "../src/ui/tri";

const t = translator(
  new Map([
    ["pbxPermission_Mobile", "Handynummern"],
    ["pbxErrorPermissionChanged", "{{permission}}: {{now}}, nicht mehr {{expected}}"],
    ["pbxSaid_on", "an"],
    ["pbxSaid_off", "aus"],
    ["pbxSaid_inherited", "geerbt"],
    ["pbxFrom_groupOfUser", "Gruppe {{group}}"],
  ]),
  "de",
);

const state = (name: string, more: Partial<State> = {}): State => ({
  name,
  label: name,
  type: "CALL",
  value: null,
  inherited: true,
  effective: true,
  from: "default",
  changeable: true,
  ...more,
});

test("three choices have names", () => {
  deepEqual(
    CHOICES.map(([name, value]) => [name, triName(value)]),
    [
      ["on", "on"],
      ["off", "off"],
      ["inherited", "inherited"],
    ],
  );
});

test("what is chosen as it is on the server is no change", () => {
  const mobile = state("Mobile", { value: false });
  let edits: Edits = edited({}, mobile, true);
  deepEqual(edits, { Mobile: true });
  edits = edited(edits, state("TollFree"), false);
  edits = edited(edits, mobile, null);
  deepEqual(edits, { Mobile: null, TollFree: false });
  edits = edited(edits, mobile, false);
  deepEqual(edits, { TollFree: false });
});

test("only changes are sent, with what was seen before", () => {
  const states = [state("Mobile", { value: true }), state("TollFree"), state("Voicemail", { value: false })];
  deepEqual(changesOf(states, { Mobile: null, Voicemail: true, gone: true }), [
    { name: "Mobile", value: null, expected: true },
    { name: "Voicemail", value: true, expected: false },
  ]);
});

test("an error of the server belongs to the change at its place", () => {
  const sent = changesOf([state("Mobile"), state("TollFree")], { Mobile: true, TollFree: false });
  equal(refusedName("permissions[1].expected", sent), "TollFree");
  equal(refusedName("permissions[7].name", sent), undefined);
  equal(refusedName("permissions", sent), undefined);
  equal(refusedName(undefined, sent), undefined);
});

test("what others have changed meanwhile is told of what is to be saved", () => {
  const before = [state("Mobile", { value: true }), state("TollFree"), state("Voicemail"), state("gone")];
  const now = [
    state("Mobile", { value: false }),
    state("TollFree", { value: true }),
    state("Voicemail", { value: false }),
    state("LocalDialing", { value: true }),
  ];
  const edits = { Mobile: null, TollFree: true, gone: false };
  deepEqual(kept(edits, now), { Mobile: null });
  deepEqual(overtaken(before, now, edits), [{ name: "Mobile", value: null, expected: true, now: false }]);
  equal(overtakenText(t, state("Mobile"), { expected: true, now: false }), "Handynummern: aus, nicht mehr an");
  equal(overtakenText(t, state("perm_1"), { expected: null, now: true }), "perm_1: an, nicht mehr geerbt");
});

test("what the server refuses is said in the administrator's language", () => {
  const params = { permission: "Mobile numbers", expected: "inherited", now: "off" };
  const refusal = new ApiError(409, "Mobile numbers is off now", undefined, "pbxErrorPermissionChanged", params);
  equal(refusedText(t, refusal, state("Mobile")), "Handynummern: aus, nicht mehr geerbt");
  equal(refusedText(t, refusal, undefined), undefined);
  equal(refusedText(t, new ApiError(409, "another"), state("Mobile")), undefined);
});

test("what may not be changed any more is not kept", () => {
  deepEqual(kept({ Mobile: true }, [state("Mobile", { changeable: false })]), {});
});

test("permissions are found by name and by what they are called", () => {
  const all = [
    state("Voicemail"),
    state("perm_1", { label: "Über Funk" }),
    state("Mobile"),
    state("superadmin", { type: "APPLICATION" }),
  ];
  const names = (search: string, always = {}) => found(t, all, search, always).map(({ name }) => name);
  deepEqual(names(""), ["superadmin", "Mobile", "perm_1", "Voicemail"]);
  deepEqual(names(" HANDY "), ["Mobile"]);
  deepEqual(names("mobile"), ["Mobile"]);
  deepEqual(names("über"), ["perm_1"]);
  deepEqual(names("über", { Voicemail: null }), ["perm_1", "Voicemail"]);
  equal(labelOf(t, state("Voicemail")), "Voicemail");
});

test("the reason names the group that may be seen", () => {
  const group = { id: "1", name: "Sales", weight: 7 };
  equal(reasonOf(t, state("Mobile", { from: "group", group }), "user"), "Gruppe Sales");
  equal(reasonOf(t, state("Mobile", { from: "group" }), "user"), "pbxFrom_hiddenGroup");
  equal(reasonOf(t, state("Mobile", { from: "group", group, value: true }), "group"), "pbxFrom_group");
  equal(reasonOf(t, state("Mobile", { from: "user", value: false }), "user"), "pbxFrom_user");
  equal(reasonOf(t, state("Mobile", { from: "role" }), "user"), "pbxFrom_role");
  equal(reasonOf(t, state("Mobile"), "group"), "pbxFrom_default");
});

test("a voicemail server that is off for the other one says so", () => {
  const server = { type: "VOICEMAIL_SERVER", effective: false } as const;
  equal(reasonOf(t, state("FreeswitchVoicemailServer", { ...server, from: "user" }), "user"), "pbxFrom_otherServer");
  equal(reasonOf(t, state("FreeswitchVoicemailServer", { ...server, from: "group" }), "group"), "pbxFrom_otherServer");
});
