// What the pages about operators share: what the server tells of them and their roles.
import { path } from "../api";
import type { Option } from "../ui/checks";

export interface NamedRole {
  id: string;
  name: string;
}

/** An operator; of a list it has no permissions and access. */
export interface Operator {
  id: string;
  username: string;
  email?: string;
  emailVerified: boolean;
  firstName?: string;
  lastName?: string;
  enabled: boolean;
  locked: boolean;
  roles: string[];
  customRoles: NamedRole[];
  allowedAddresses: string[];
  sessionAddressLock: boolean;
  createdAt?: number;
  permissions?: string[];
  disallowPermissions?: string[];
  access?: { manage: boolean; mapRoles: boolean };
  version: number;
}

export interface BaseRole {
  name: string;
  description?: string;
  permissions: string[];
  grantable: boolean;
}

/** A permission that holds for a time. One of the tenant's own is sent back by its id, as it was. */
export interface Window {
  id?: string;
  value: string;
  allowedAfterMs?: number;
  allowedBeforeMs?: number;
  disallow: boolean;
  disabled: boolean;
  disabledReason?: string;
  inactive: boolean;
  inactiveReason?: string;
  region?: string;
}

export interface CustomRole {
  id: string;
  name: string;
  description?: string;
  roles: string[];
  permissions: string[];
  disallowPermissions: string[];
  customPermissions: Window[];
  disabled: boolean;
  inactive: boolean;
  grantable: boolean;
  version: number;
}

export interface Session {
  id: string;
  address?: string;
  startedAt: number;
  lastAccessAt: number;
  apps: string[];
}

/** The most sessions that the server lists, the latest ones. */
export const MAX_SESSIONS = 100;

/** More than a tenant can have. */
const ALL = 500;

export function operatorsOf(realm: string): string {
  return path`${realm}/pbx-operators`;
}

export function rolesOf(realm: string): string {
  return path`${realm}/pbx-operator-roles`;
}

/** The question for all custom roles at once. */
export const ALL_ROLES = { max: ALL };

/** Roles to choose from: those that may be given, and those that are held already. */
export function choices(
  roles: readonly { value: string; label: string; description?: string; grantable: boolean }[],
  held: readonly string[],
): Option[] {
  return roles
    .filter(({ value, grantable }) => grantable || held.includes(value))
    .map(({ grantable, ...option }) => ({ ...option, isDisabled: !grantable }));
}

/** Lines of a field, without those that are empty. */
export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Whether two lists have the same, in whatever order. */
export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
