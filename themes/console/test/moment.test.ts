import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { moments, readable, startOfDay } from "../src/pages/moment";

test("moments are written as the language does", () => {
  match(moments("de")("2027-03-01T12:00:00Z"), /^0?1\.0?3\.2027, \d\d:\d\d:\d\d$/);
  equal(moments("en")(0), moments("en")("1970-01-01T00:00:00Z"));
});

test("only what is a moment is written as one", () => {
  const params = { until: "2027-03-01T12:00:00Z", address: "192.0.2.7", name: "2027", dated: "2027-03-01" };
  deepEqual(readable(params, "en"), { ...params, until: moments("en")(params.until) });
});

test("a day begins at midnight where the administrator is, also a day of 23 or 25 hours", () => {
  for (const daysAgo of [0, 1, 200, 400]) {
    const begin = new Date(startOfDay(daysAgo));
    deepEqual([begin.getHours(), begin.getMinutes(), begin.getMilliseconds()], [0, 0, 0]);
  }
  equal(new Date(startOfDay(0)).toDateString(), new Date().toDateString());
});
