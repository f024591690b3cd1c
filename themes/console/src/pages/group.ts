// User groups and branches as the server lists them, and where they are.
import { type Api, path } from "../api";

/** A user group. What is missing is not set. */
export interface Group {
  id: string;
  name: string;
  description?: string;
  /** The more a group weighs, the more it counts. */
  weight: number;
  /** It has been given this weight. */
  ownWeight: boolean;
  branch?: { id: string; name: string };
  /** How many users are in it; missing where the administrator may view some and is not counted them. */
  members?: number;
  /** Whoever is in it administers the tenant: it keeps its name, and stays. */
  administrators: boolean;
  /** What the administrator may do with it. */
  access: { manage: boolean; viewMembers: boolean; manageMembership: boolean };
}

/** What can be set of a branch, all but the name of which may be missing. */
export const BRANCH_FIELDS = [
  "name",
  "description",
  "street",
  "zip",
  "city",
  "state",
  "country",
  "officeDesignation",
  "phoneNumber",
  "faxNumber",
] as const;

export type BranchField = (typeof BRANCH_FIELDS)[number];

/** A branch. How much is at it is missing where it is not counted. */
export type Branch = { id: string; name: string; groups?: number; users?: number } & Partial<Record<BranchField, string>>;

/** The most branches of a realm. */
const MOST_BRANCHES = 1000;

/** The path of the user groups. */
export function groupsOf(realm: string) {
  return path`${realm}/pbx-groups`;
}

/** The path of a user group. */
export function groupOf(realm: string, id: string) {
  return path`${realm}/pbx-groups/${id}`;
}

/** The path of the branches. */
export function branchesOf(realm: string) {
  return path`${realm}/pbx-branches`;
}

/** All branches, to choose from: nothing at them is counted. */
export function namesOfBranches(api: Api, realm: string, signal: AbortSignal) {
  return api.get<Branch[]>(branchesOf(realm), { max: MOST_BRANCHES, counts: false }, signal);
}

/** The path of a branch. */
export function branchOf(realm: string, id: string) {
  return path`${realm}/pbx-branches/${id}`;
}

/** The path of a user's being in a group, which is Keycloak's own. */
export function membershipOf(realm: string, userId: string, groupId: string) {
  return path`${realm}/users/${userId}/groups/${groupId}`;
}
