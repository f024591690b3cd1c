import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { rebased, typedIn } from "../src/pages/rebased";

test("what was typed stays, and all else is as it is now", () => {
  const before = { name: "a", roles: ["x"], isOn: true };
  deepEqual(rebased(before, before, { name: "b", roles: ["x", "y"], isOn: false }), { name: "b", roles: ["x", "y"], isOn: false });
  deepEqual(rebased({ ...before, name: "typed" }, before, { name: "b", roles: [], isOn: true }), {
    name: "typed",
    roles: [],
    isOn: true,
  });
  deepEqual(rebased({ ...before, roles: ["x", "z"] }, before, { ...before, name: "b" }), { name: "b", roles: ["x", "z"], isOn: true });
});

test("what was typed and is as it was is no change", () => {
  const before = { name: "a", roles: ["x"], isOn: true };
  deepEqual(typedIn(before, before), []);
  deepEqual(typedIn({ name: "a", roles: ["x"], isOn: true }, before), []);
  deepEqual(typedIn({ name: "a ", roles: ["x", "y"], isOn: false }, before), ["name", "roles", "isOn"]);
});
