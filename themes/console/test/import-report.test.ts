import assert from "node:assert/strict";
import { test } from "node:test";
import { keepsNothing, Report, type Result, type Row, rowsOf, SHOWN } from "../src/import-report";

const row = (number: number, result: Result, userCreated = false): Row => ({
  row: number,
  line: number + 1,
  server: "pbx",
  extension: String(100 + number),
  result,
  userCreated,
  message: result === "failed" ? "wrong" : null,
});

test("failed rows come first, and are kept however late they are", () => {
  const report = new Report();
  for (let i = 1; i <= 500; i++) {
    report.add(row(i, i > 498 ? "failed" : "created", i % 2 === 0));
  }
  assert.equal(report.rows.length, SHOWN);
  assert.deepEqual(
    report.rows.slice(0, 3).map((shown) => shown.row),
    [499, 500, 1],
  );
  assert.deepEqual(report.counts, { created: 498, updated: 0, unchanged: 0, failed: 2 });
  assert.equal(report.done, 500);
  assert.equal(report.summary, null);
});

test("the last line is no row", () => {
  const report = new Report();
  const summary = {
    dryRun: true,
    committed: false,
    brokenOff: false,
    created: 0,
    updated: 0,
    unchanged: 0,
    failed: 0,
    usersCreated: 0,
    ignoredColumns: [],
    notTaken: [],
  };
  report.add(summary);
  assert.equal(report.summary, summary);
  assert.equal(report.done, 0);
  assert.equal(keepsNothing(summary, true), false);
  assert.equal(keepsNothing({ ...summary, failed: 1 }, true), true);
  assert.equal(keepsNothing({ ...summary, notTaken: ["a number"] }, true), true);
  assert.equal(keepsNothing({ ...summary, failed: 1, notTaken: ["a number"] }, false), false);
});

test("rows are counted without the first line and without empty ones", () => {
  assert.equal(rowsOf("server,extension\r\npbx,101\r\n\r\npbx,102\r\n", false), 2);
  assert.equal(rowsOf("", false), 0);
  assert.equal(rowsOf('{"servers":[{"name":"a","extensions":[{},{}]},{"name":"b"}]}', true), 3);
  assert.equal(rowsOf("{", true), 0);
});
