// Reads security data with DevExtreme's ODataStore, OData 3. Takes its settings as one JSON argument, and prints what it
// has seen as one line of JSON.
import { createRequire } from "node:module";

// A browser's request object, with as much of it as the store uses.
class Request {
  withCredentials = false;
  readyState = 0;
  #headers = {};

  open(method, url) {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  async send() {
    const answer = await fetch(this.url, { method: this.method, headers: this.#headers });
    this.responseText = await answer.text();
    this.status = answer.status;
    this.readyState = 4;
    this.onreadystatechange();
  }
}

const require = createRequire(import.meta.url);
require("devextreme/core/http_request").inject({ getXhr: () => new Request() });
const ODataStore = require("devextreme/data/odata/store");
const { EdmLiteral } = require("devextreme/data/odata/utils");

const { baseUrl, token, sets, user, since } = JSON.parse(process.argv[2]);

const storeOf = (set, key) =>
  new ODataStore({
    version: 3,
    url: `${baseUrl}/${set}`,
    key,
    keyType: Array.isArray(key) ? Object.fromEntries(key.map((name) => [name, typeOf(name)])) : typeOf(key),
    beforeSend: (request) => {
      request.headers = { Authorization: `Bearer ${token}` };
    },
  });

const failureOf = async (work) => {
  try {
    await work();
    return null;
  } catch (error) {
    return { status: error.httpStatus, message: error.message };
  }
};

const users = storeOf("User", "UserID");
const byName = { filter: ["UserName", "=", user], select: ["UserID", "UserName", "CreateDate", "Description"] };
const found = await users.load(byName);

const readable = {};
for (const [set, key] of Object.entries(sets)) {
  const store = storeOf(set, key);
  const rows = await store.load({ take: 5 });
  const first = rows.length === 0 ? null : await store.byKey(keyOf(rows[0], key));
  readable[set] = { rows: rows.length, sameByKey: JSON.stringify(first) === JSON.stringify(rows[0]) };
}

// The set that is read by key only.
const domain = (await storeOf("Domain", "DomainID").load({ take: 1 }))[0];
const passwordSetting = await storeOf("PasswordSetting", "PasswordSettingID").byKey(domain.PasswordSettingID);

function typeOf(key) {
  return key === "LogTreeID" ? "Guid" : "Int32";
}

/** What the store takes as a key: one value, or an object of several. */
function keyOf(row, key) {
  return Array.isArray(key) ? Object.fromEntries(key.map((name) => [name, row[name]])) : row[key];
}

console.log(
  JSON.stringify({
    found,
    createdIsDate: found[0].CreateDate instanceof Date,
    byKey: (await users.byKey(found[0].UserID)).UserName,
    total: await users.totalCount(),
    totalOfSome: await users.totalCount({ filter: ["UserName", "startswith", "10"] }),
    page: await users
      .load({ sort: [{ selector: "UserName", desc: true }], skip: 1, take: 2, requireTotalCount: true })
      .then((rows, extra) => ({ names: rows.map((row) => row.UserName), total: extra?.totalCount })),
    contains: await namesOf({ filter: ["UserName", "contains", "0"] }),
    nested: await namesOf({ filter: [["UserName", "startswith", "10"], "and", ["!", ["UserName", "=", "101"]]] }),
    dates: await namesOf({ filter: ["CreateDate", ">", new Date(since)] }),
    absent: await namesOf({ filter: ["Description", "=", null] }),
    everybody: (await users.load({ sort: "UserID" })).length,
    readable,
    passwordSetting: passwordSetting.Name,
    wrong: await failureOf(() => users.load({ filter: ["Nope", "=", 1] })),
    malformed: await failureOf(() => users.load({ filter: ["UserID", "=", new EdmLiteral("1 eq")] })),
    unknown: await failureOf(() => users.byKey(2147483647)),
  }),
);

async function namesOf(options) {
  return (await users.load({ ...options, sort: "UserName" })).map((row) => row.UserName);
}
