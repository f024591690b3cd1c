// What groups and users say of permissions: what is changed on the page, what is sent, and what others have changed.
import { ApiError } from "../api";
import type { Translate } from "../i18n";
import { type Tri, triName } from "../ui/tri";

/** A permission of the tenant. */
export interface Permission {
  name: string;
  label: string;
  type: "APPLICATION" | "CALL" | "VOICEMAIL_SERVER";
}

/** What a group or a user says of a permission, and what that comes to. */
export interface State extends Permission {
  value: Tri;
  /** What it would come to if nothing were said. */
  inherited: boolean;
  effective: boolean;
  from: "role" | "user" | "group" | "default";
  /** The group that has decided; missing where the administrator may not see it. */
  group?: { id: string; name: string; weight: number };
  changeable: boolean;
}

/** What is chosen and not saved, by the name of the permission. */
export type Edits = Readonly<Record<string, Tri>>;

export interface Change {
  name: string;
  value: Tri;
  /** What the page has been told before. */
  expected: Tri;
}

/** The role of the administrators: it is given, and cannot be refused. */
export function isRole({ name }: Permission): boolean {
  return name === "superadmin";
}

/** What is chosen now: what is as it is on the server is not to be saved. */
export function edited(edits: Edits, { name, value }: State, chosen: Tri): Edits {
  const { [name]: _, ...others } = edits;
  return chosen === value ? others : { ...others, [name]: chosen };
}

/** What is left to be saved, after the server has told how it is now. */
export function kept(edits: Edits, now: readonly State[]): Edits {
  return now.reduce<Edits>((left, state) => {
    const chosen = edits[state.name];
    return chosen === undefined || !state.changeable || chosen === state.value ? left : { ...left, [state.name]: chosen };
  }, {});
}

/** What is sent: only what was changed. */
export function changesOf(states: readonly State[], edits: Edits): Change[] {
  return states.flatMap(({ name, value }) => {
    const chosen = edits[name];
    return chosen === undefined ? [] : [{ name, value: chosen, expected: value }];
  });
}

/** The permission that an error of the server is about: `permissions[2].expected`. */
export function refusedName(field: string | undefined, sent: readonly Change[]): string | undefined {
  const place = /^permissions\[(\d+)\]/.exec(field ?? "")?.[1];
  return place === undefined ? undefined : sent[Number(place)]?.name;
}

/** What somebody else has changed of what is to be saved. */
export function overtaken(before: readonly State[], now: readonly State[], edits: Edits): (Change & { now: Tri })[] {
  const left = kept(edits, now);
  return changesOf(before, left).flatMap((change) => {
    const state = now.find(({ name }) => name === change.name);
    return state && state.value !== change.expected ? [{ ...change, now: state.value }] : [];
  });
}

/** What people call a permission: in their language where it is built in. */
export function labelOf(t: Translate, { name, label }: Pick<Permission, "name" | "label">): string {
  const key = `pbxPermission_${name}`;
  return t.has(key) ? t(key) : label;
}

const TYPES = ["APPLICATION", "CALL", "VOICEMAIL_SERVER"];

/** Those that a text is found in, by kind and name; those that `always` names are there in any case. */
export function found<T extends Permission>(t: Translate, all: readonly T[], search: string, always: Record<string, unknown> = {}): T[] {
  const text = search.trim().toLocaleLowerCase(t.locale);
  return all
    .map((permission) => ({ permission, label: labelOf(t, permission) }))
    .filter(
      ({ permission: { name }, label }) =>
        name in always || [name, label].some((word) => word.toLocaleLowerCase(t.locale).includes(text)),
    )
    .sort(
      (a, b) =>
        TYPES.indexOf(a.permission.type) - TYPES.indexOf(b.permission.type) || a.label.localeCompare(b.label, t.locale),
    )
    .map(({ permission }) => permission);
}

/** What has decided, in words. */
export function reasonOf(t: Translate, { type, value, from, group }: State, of: "group" | "user"): string {
  if (from === of && value === null) {
    // Nothing is said of it: at most one voicemail server is on, and the other one is.
    return t(type === "VOICEMAIL_SERVER" ? "pbxFrom_otherServer" : `pbxFrom_${from}`);
  }
  if (from === "group" && of === "user") {
    return group ? t("pbxFrom_groupOfUser", { group: group.name }) : t("pbxFrom_hiddenGroup");
  }
  return t(`pbxFrom_${from}`);
}

/** The same from a refusal of the server, which has words for it in one language; nothing where it is about something else. */
export function refusedText(t: Translate, problem: unknown, permission: Permission | undefined): string | undefined {
  const params = problem instanceof ApiError && problem.key === "pbxErrorPermissionChanged" ? problem.params : undefined;
  const said = (word: unknown) => (t.has(`pbxSaid_${String(word)}`) ? t(`pbxSaid_${String(word)}`) : String(word));
  return params && permission
    ? t("pbxErrorPermissionChanged", {
        permission: labelOf(t, permission),
        expected: said(params.expected),
        now: said(params.now),
      })
    : undefined;
}

/** What the server says of a permission that somebody else has changed, in the administrator's language. */
export function overtakenText(t: Translate, permission: Permission, { expected, now }: { expected: Tri; now: Tri }): string {
  return t("pbxErrorPermissionChanged", {
    permission: labelOf(t, permission),
    expected: t(`pbxSaid_${triName(expected)}`),
    now: t(`pbxSaid_${triName(now)}`),
  });
}
