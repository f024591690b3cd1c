import { equal } from "node:assert/strict";
import { test } from "node:test";
import { translator } from "../src/i18n";

const texts = new Map([
  ["name", "Name"],
  ["greet", "Hello {{ who }}, {{who}}, {{missing}}"],
  ["rows_one", "One row"],
  ["rows_other", "{{count}} rows"],
  ["many_other", "{{count}} of {{total}}"],
]);
const en = translator(texts, "en");

test("a text, or the key where there is none", () => {
  equal(en("name"), "Name");
  equal(en("nothing"), "nothing");
  equal(en.has("name"), true);
  equal(en.has("nothing"), false);
});

test("values are put in as they are, and what has no value stays", () => {
  equal(en("greet", { who: "<b>$&</b>" }), "Hello <b>$&</b>, <b>$&</b>, {{missing}}");
});

test("a count chooses the text", () => {
  equal(en("rows", { count: 1 }), "One row");
  equal(en("rows", { count: 0 }), "0 rows");
  equal(en("many", { count: 1, total: 2 }), "1 of 2");
});

test("numbers are written as the language does", () => {
  equal(en("rows", { count: 1234 }), "1,234 rows");
  equal(translator(texts, "de")("rows", { count: 1234 }), "1.234 rows");
});
