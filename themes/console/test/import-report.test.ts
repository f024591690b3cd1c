import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, isWhole, keepsNothing, Report, type Result, type Row, rowsOf, SHOWN, type Summary, titleOf } from "../src/import-report";

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

const summary: Summary = {
  dryRun: true,
  committed: false,
  brokenOff: false,
  created: 0,
  updated: 0,
  unchanged: 0,
  failed: 0,
  usersCreated: 0,
  withdrawn: 0,
  withdrawals: [],
  ignoredColumns: [],
  notTaken: [],
};

test("the last line is no row", () => {
  const report = new Report();
  report.add(summary);
  assert.equal(report.summary, summary);
  assert.equal(report.done, 0);
  assert.equal(keepsNothing(summary, true), false);
  assert.equal(keepsNothing({ ...summary, failed: 1 }, true), true);
  assert.equal(keepsNothing({ ...summary, notTaken: ["a number"] }, true), true);
  assert.equal(keepsNothing({ ...summary, failed: 1, notTaken: ["a number"] }, false), false);
});

test("an outcome is called by the worst of it, and is whole where nothing is left out", () => {
  const cases: readonly (readonly [title: string, what: Partial<Summary>])[] = [
    ["pbxDryRunDone", {}],
    ["pbxDryRunNotTaken", { notTaken: ["a number"] }],
    ["pbxDryRunFailed", { failed: 1, notTaken: ["a number"] }],
    ["pbxDryRunBrokenOff", { failed: 1, brokenOff: true }],
    ["pbxImportDone", { dryRun: false, committed: true }],
    ["pbxImportNotTaken", { dryRun: false, committed: true, notTaken: ["a number"] }],
    ["pbxImportPartly", { dryRun: false, committed: true, failed: 1 }],
    ["pbxImportKeptNothing", { dryRun: false, failed: 1 }],
    ["pbxImportBrokenOff", { dryRun: false, brokenOff: true }],
  ];
  for (const [title, what] of cases) {
    assert.equal(titleOf({ ...summary, ...what }), title);
    assert.equal(isWhole({ ...summary, ...what }), title.endsWith("Done"), title);
  }
});

test("what nobody keeps, and nobody would, is no number", () => {
  assert.equal(counts(summary), true);
  assert.equal(counts({ ...summary, brokenOff: true }), false);
  assert.equal(counts({ ...summary, dryRun: false }), false);
  assert.equal(counts({ ...summary, dryRun: false, committed: true }), true);
});

test("rows are counted without the first line and without empty ones", () => {
  assert.equal(rowsOf("server,extension\r\npbx,101\r\n\r\npbx,102\r\n", false), 2);
  assert.equal(rowsOf("", false), 0);
  assert.equal(rowsOf('{"servers":[{"name":"a","extensions":[{},{}]},{"name":"b"}]}', true), 3);
  assert.equal(rowsOf("{", true), 0);
});
