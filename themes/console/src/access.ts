// What the caller may see and do in a realm. It decides only what is shown; the server decides what is done.
import type { Host } from "./console";

export type Level = "manage" | "view" | null;

/** What is permitted in the realm that the console shows. */
export interface Permissions {
  /** The tenants of the server: an administrator's of the master realm. */
  tenants: Level;
  createTenants: boolean;
  overview: Level;
  /** The list of users with their extensions, if only of some. */
  people: Level;
  extensions: Level;
  /** What groups and users may do, if only some of them. */
  permissions: Level;
  import: Level;
  keys: Level;
  addressLocks: Level;
  signIns: Level;
  users: Level;
  /** User groups: which of them, and what may be done with each, the groups tell themselves. */
  groups: Level;
  /** Operators, and what their roles are. */
  operators: Level;
  /** Whether the caller may sign in as users. */
  impersonate: boolean;
  /** The tenant's own settings. */
  settings: Level;
  /** Those that whoever manages the realm sets. */
  realm: Level;
  clients: Level;
  identityProviders: Level;
}

/** What the pages need of the answer of `GET /admin/realms/{realm}/pbx-console`. */
export interface Access {
  /** The version of the bundle; empty for who may see nothing. */
  version: string;
  can: Permissions;
}

/** The part of Keycloak's own answer about the caller that is of use here. */
interface WhoAmI {
  locale?: string;
}

const NOTHING: Access = {
  version: "",
  can: {
    tenants: null,
    createTenants: false,
    overview: null,
    people: null,
    extensions: null,
    permissions: null,
    import: null,
    keys: null,
    addressLocks: null,
    signIns: null,
    users: null,
    groups: null,
    operators: null,
    impersonate: false,
    settings: null,
    realm: null,
    clients: null,
    identityProviders: null,
  },
};

const known = new Map<string, Promise<Access>>();

/** What the caller may, asked once for each realm. */
export function access(host: Host, realm: string): Promise<Access> {
  let asked = known.get(realm);
  if (!asked) {
    asked = ask<Access>(host, `/admin/realms/${encodeURIComponent(realm)}/pbx-console`).then((answer) =>
      answer ? { version: answer.version, can: { ...NOTHING.can, ...answer.can } } : NOTHING,
    );
    asked.catch(() => known.delete(realm));
    known.set(realm, asked);
  }
  return asked;
}

/** Asks anew from now on: a tenant has come or gone, or has another name. */
export function forgetAccess() {
  known.clear();
}

/** The language that the console speaks with the caller. */
export async function locale(host: Host): Promise<string> {
  const home = encodeURIComponent(host.environment.realm);
  const me = await ask<WhoAmI>(host, `/admin/${home}/console/whoami?currentRealm=${home}`);
  return me?.locale ?? "en";
}

/** An answer in JSON, or undefined where the caller may not have one. */
async function ask<T>(host: Host, path: string): Promise<T | undefined> {
  const response = await fetch(host.environment.adminBaseUrl + path, {
    headers: { Accept: "application/json", Authorization: `Bearer ${await host.token()}` },
  });
  if (response.status === 403) {
    return undefined;
  }
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  return (await response.json()) as T;
}
