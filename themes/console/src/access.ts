// What the caller may see and do in a realm. It decides only what is shown; the server decides what is done.
import type { Host } from "./console";

export type Level = "manage" | "view" | null;

/** What is permitted in the realm that the console shows. */
export interface Permissions {
  /** The tenants of the server: an administrator's of the master realm. */
  tenants: Level;
  createTenants: boolean;
  extensions: Level;
  import: Level;
  keys: Level;
  addressLocks: Level;
  signIns: Level;
  users: Level;
  /** Whether the caller may sign in as users. */
  impersonate: boolean;
}

/** What the pages need of the answer of `GET /admin/realms/{realm}/pbx-console`. */
export interface Access {
  can: Permissions;
}

/** The part of Keycloak's own answer about the caller that is of use here. */
interface WhoAmI {
  locale?: string;
}

const NOTHING: Access = {
  can: {
    tenants: null,
    createTenants: false,
    extensions: null,
    import: null,
    keys: null,
    addressLocks: null,
    signIns: null,
    users: null,
    impersonate: false,
  },
};

const known = new Map<string, Promise<Access>>();

/** What the caller may, asked once for each realm. */
export function access(host: Host, realm: string): Promise<Access> {
  let asked = known.get(realm);
  if (!asked) {
    asked = ask<Access>(host, `/admin/realms/${encodeURIComponent(realm)}/pbx-console`).then((answer) =>
      answer ? { can: { ...NOTHING.can, ...answer.can } } : NOTHING,
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
