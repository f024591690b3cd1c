import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { type Change, gapsBehind, type HistoryUser, isNobodyKept, type Kind } from "../src/pages/history";

const user = (id: string): HistoryUser => ({ id, username: id, displayName: id, gone: false, goneSince: null });
const anna = user("anna");
const bert = user("bert");

function change(kind: Kind, from: HistoryUser | null = null, to: HistoryUser | null = null): Change {
  const by = { id: null, username: null, realm: null, client: null, address: null };
  return { time: "2027-03-01T12:00:00Z", kind, extension: "101", from, to, by };
}

test("where each change begins with whom the one before ended with, there is no gap", () => {
  const changes = [
    change("freed", bert),
    change("endedDefault", bert),
    change("taken", anna, bert),
    change("madeDefault", null, anna),
    change("given", null, anna),
    change("changed"),
    change("created"),
  ];
  deepEqual(gapsBehind(changes, null), changes.map(() => false));
});

test("who has lost it without an event has lost it behind the change that gave it", () => {
  deepEqual(gapsBehind([change("given", null, anna)], null), [true]);
  deepEqual(gapsBehind([change("given", null, anna)], bert), [true]);
  deepEqual(gapsBehind([change("given", null, anna)], anna), [false]);
  deepEqual(gapsBehind([change("given", null, bert), change("changed"), change("given", null, anna)], bert), [false, false, true]);
  deepEqual(gapsBehind([change("freed", anna)], bert), [true]);
  deepEqual(gapsBehind([change("created")], bert), [true]);
});

test("on a later page nothing is known of what comes after the first change", () => {
  deepEqual(gapsBehind([change("given", null, anna), change("freed", bert)], undefined), [false, false]);
  deepEqual(gapsBehind([change("madeDefault", null, bert), change("given", null, anna)], undefined), [false, true]);
  deepEqual(gapsBehind([change("endedDefault", bert), change("given", null, bert)], null), [false, true]);
});

test("what was deleted begins anew, and what has no details says nothing of whose it was", () => {
  deepEqual(gapsBehind([change("created"), change("deleted"), change("given", null, anna)], null), [false, false, false]);
  deepEqual(gapsBehind([change("given"), change("given", null, anna)], bert), [false, false]);
  deepEqual(gapsBehind([change("freed"), change("given", null, anna)], bert), [true, false]);
});

test("nobody is kept where a change of whose it is names nobody", () => {
  deepEqual(
    (["created", "changed", "deleted", "given", "taken", "freed", "madeDefault", "endedDefault"] as const).map((kind) =>
      isNobodyKept(change(kind)),
    ),
    [false, false, false, true, true, true, true, true],
  );
  deepEqual(isNobodyKept(change("freed", anna)), false);
});
