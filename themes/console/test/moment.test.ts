import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { moments, readable } from "../src/pages/moment";

test("moments are written as the language does", () => {
  match(moments("de")("2027-03-01T12:00:00Z"), /^0?1\.0?3\.2027, \d\d:\d\d:\d\d$/);
  equal(moments("en")(0), moments("en")("1970-01-01T00:00:00Z"));
});

test("only what is a moment is written as one", () => {
  const params = { until: "2027-03-01T12:00:00Z", address: "192.0.2.7", name: "2027", dated: "2027-03-01" };
  deepEqual(readable(params, "en"), { ...params, until: moments("en")(params.until) });
});
