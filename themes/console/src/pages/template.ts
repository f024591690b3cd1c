// What an upgrade of a tenant to the tenant template tells, in words.
import type { Translate } from "../i18n";

export type Json = string | number | boolean | null | Json[] | { [member: string]: Json };

export type UpgradeAction = "add" | "change" | "kept";

/** Where a tenant is not as its template. */
export interface Difference {
  /** What it is about, such as "client's role". */
  kind: string;
  name: string;
  action: UpgradeAction;
  /** What the tenant says; of an object, the members that differ. */
  from?: Json;
  /** What the template says. */
  to?: Json;
  /** Why it is kept, or that what is added was removed: in English, and the key of the words for it with what they speak of. */
  why?: string;
  key?: string;
  params?: Record<string, string>;
}

/** The answer of `POST /admin/realms/master/tenants/{sipDomain}/upgrade`. */
export interface Upgrade {
  dryRun: boolean;
  differences: Difference[];
}

/** One thing that is said otherwise; without a member, all of it. */
export interface Said {
  member?: string;
  from?: string;
  to?: string;
}

/** More of a text is not read here. */
const MOST = 400;

/** In the order in which they are told. */
export const ACTIONS: readonly UpgradeAction[] = ["add", "change", "kept"];

/** What a difference is about: "Client's role", in the language of the console. */
export function kindOf(t: Translate, kind: string): string {
  const key = `pbxKind_${kind.replace(/'/g, "").replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}`;
  return t.has(key) ? t(key) : kind;
}

/** Why it stays, or that it was removed; nothing where there is nothing to say. */
export function reasonOf(t: Translate, { why, key, params = {} }: Difference): string | undefined {
  if (!key || !t.has(key)) {
    return why;
  }
  return t(key, { ...params, ...(params.kind ? { kind: kindOf(t, params.kind) } : {}) });
}

/** Member by member, entries of members as `attributes.name`. */
export function saidOf({ from, to }: Difference): Said[] {
  const before = flat(from);
  const after = flat(to);
  const members = [...new Set([...before.keys(), ...after.keys()])];
  return members.map((member) => {
    const was = before.get(member);
    const is = after.get(member);
    return {
      ...(member ? { member } : {}),
      ...(was === undefined ? {} : { from: written(was) }),
      ...(is === undefined ? {} : { to: written(is) }),
    };
  });
}

function flat(value: Json | undefined): Map<string, Json> {
  const all = new Map<string, Json>();
  if (isObject(value)) {
    for (const [member, of] of Object.entries(value)) {
      if (isObject(of)) {
        for (const [entry, one] of Object.entries(of)) all.set(`${member}.${entry}`, one);
      } else {
        all.set(member, of);
      }
    }
  } else if (value !== undefined) {
    all.set("", value);
  }
  return all;
}

/** A value as people read it: lists with commas, steps of flows by what they are. */
export function written(value: Json): string {
  const text = Array.isArray(value)
    ? value.map((item) => (isObject(item) ? step(item) : written(item))).join(", ")
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

function step(item: { [member: string]: Json }): string {
  const what = [item.flowAlias, item.authenticator, item.name, item.alias].find((name) => typeof name === "string" && name);
  const requirement = typeof item.requirement === "string" ? ` (${item.requirement})` : "";
  return typeof what === "string" ? what + requirement : JSON.stringify(item);
}

function isObject(value: Json | undefined): value is { [member: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
