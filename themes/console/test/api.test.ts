import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { errorOf, path } from "../src/api";

test("names are encoded in a path", () => {
  equal(path`${"a b/ü"}/users/${"#?%"}`, "a%20b%2F%C3%BC/users/%23%3F%25");
});

test("an error says in Keycloak's words, in the bundle's and in text what is wrong", () => {
  equal(errorOf(400, "Bad Request", '{"errorMessage":"wrong"}').message, "wrong");
  equal(errorOf(400, "Bad Request", '{"error":"invalid_request","error_description":"why"}').message, "why");
  equal(errorOf(404, "Not Found", '{"error":"Could not find user"}').message, "Could not find user");
  equal(errorOf(400, "Bad Request", "plain").message, "plain");
  equal(errorOf(502, "Bad Gateway", "<html>proxy</html>").message, "Bad Gateway");
  equal(errorOf(500, "", "").message, "500");
});

test("an error names its member, its text and what stands in that", () => {
  const { status, message, field, key, params } = errorOf(
    409,
    "Conflict",
    '{"errorMessage":"taken","field":"sipDomain","key":"pbxTaken","params":{"by":"acme"}}',
  );
  deepEqual([status, message, field, key, params], [409, "taken", "sipDomain", "pbxTaken", { by: "acme" }]);
});

test("the first of several errors counts", () => {
  const { message, field } = errorOf(400, "", '{"errors":[{"field":"email","errorMessage":"no address"},{"field":"b"}]}');
  deepEqual([message, field], ["no address", "email"]);
});
