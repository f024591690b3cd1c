import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { pageOf, totalOf } from "../src/ui/paging";

const page = (address: string) => pageOf(new URLSearchParams(address));

test("an address means a page", () => {
  deepEqual(page(""), { page: 1, max: 10, first: 0 });
  deepEqual(page("page=3&max=20"), { page: 3, max: 20, first: 40 });
});

test("what makes no sense is the first page, of ten", () => {
  for (const address of ["page=0", "page=-1", "page=1.5", "page=x", "page=1e99", "page=NaN", "max=7", "max=100000"]) {
    deepEqual(page(address), { page: 1, max: 10, first: 0 }, address);
  }
});

test("the total is the server's, or known on the last page", () => {
  const rows = (length: number) => Array.from({ length });
  equal(totalOf({ rows: rows(10), total: 25 }, 0, 10), 25);
  equal(totalOf({ rows: rows(11) }, 0, 10), undefined);
  equal(totalOf({ rows: rows(10) }, 20, 10), 30);
  equal(totalOf({ rows: [] }, 0, 10), 0);
});
