import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { emptyWindow, FAR, isBackwards, isMoment, localOf, reasonsOf, typed, windowsOf } from "../src/pages/windows";

const NINE = new Date(2026, 10, 28, 9, 5, 17, 250).getTime();
const TEN = new Date(2026, 10, 28, 10, 0).getTime();
const night = { id: "1", value: "a/b", allowedAfterMs: NINE, disallow: false, disabled: false, inactive: false };

test("a moment is typed to the minute, where the administrator is", () => {
  equal(localOf(NINE), "2026-11-28T09:05");
  equal(localOf(undefined), "");
});

test("what is not changed goes back as it was, with its id and to the millisecond", () => {
  deepEqual(windowsOf(typed([night])), [night]);
});

test("what is changed is the role's own, and keeps the moments that are left alone", () => {
  const [row] = typed([night]);
  deepEqual(row && windowsOf([{ ...row, value: " a/c " }]), [
    { value: "a/c", allowedAfterMs: NINE, disallow: false, disabled: false, inactive: false },
  ]);
  deepEqual(row && windowsOf([{ ...row, until: "2026-11-28T10:00" }]), [
    { value: "a/b", allowedAfterMs: NINE, allowedBeforeMs: TEN, disallow: false, disabled: false, inactive: false },
  ]);
});

test("new rows have keys of their own", () => {
  const rows = typed([night]);
  equal(emptyWindow([]).key, 0);
  equal(emptyWindow(rows).key, 1);
});

test("a window that ends before it begins is found", () => {
  const [row] = typed([night]);
  equal(row && isBackwards(row), false);
  equal(row && isBackwards({ ...row, until: "2026-11-27T10:00" }), true);
});

test("moments that cannot be typed stay as they are", () => {
  for (const allowedBeforeMs of [253_402_387_200_000, Number.MAX_SAFE_INTEGER, 2 ** 63]) {
    const [row] = typed([{ ...night, allowedBeforeMs }]);
    equal(row?.until, FAR);
    deepEqual(row && windowsOf([{ ...row, value: "a/c" }])[0]?.allowedBeforeMs, allowedBeforeMs);
    equal(row && isBackwards(row), false);
    equal(row && isMoment(row.until, row.before?.allowedBeforeMs), true);
    deepEqual(row && windowsOf([{ ...row, until: "" }])[0]?.allowedBeforeMs, undefined);
  }
});

test("moments that nobody can send are found", () => {
  equal(isMoment("", undefined), true);
  equal(isMoment("2030-01-01T08:00", undefined), true);
  equal(isMoment("12030-01-01T08:00", undefined), false);
  equal(isMoment("1930-01-01T08:00", undefined), false);
});

test("an hour that comes twice is the one that it was", () => {
  const zone = process.env.TZ;
  process.env.TZ = "Europe/Berlin";
  try {
    const second = Date.parse("2026-10-25T01:30:00Z");
    const [row] = typed([{ ...night, allowedBeforeMs: second, allowedAfterMs: second - 1000 }]);
    equal(row?.until, "2026-10-25T02:30");
    equal(row && windowsOf([{ ...row, value: "a/c" }])[0]?.allowedBeforeMs, second);
    equal(row && isBackwards(row), false);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test("what is off stays off in the way that it was, with its reasons", () => {
  const off = { ...night, inactive: true, inactiveReason: "Audit", disabledReason: "Before" };
  const [row] = typed([off]);
  deepEqual(row && reasonsOf(row), ["Audit"]);
  const { id: _, ...said } = { ...off, allowedBeforeMs: TEN };
  deepEqual(row && windowsOf([{ ...row, until: "2026-11-28T10:00" }]), [said]);
  deepEqual(row && windowsOf([{ ...row, disabled: false }]), [
    { value: "a/b", allowedAfterMs: NINE, disallow: false, disabled: false },
  ]);
});
