import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { rebased } from "../src/pages/rebased";

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
