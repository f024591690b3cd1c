import { useCallback } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { SearchSelect } from "./search-select";

export interface User {
  id: string;
  username: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  displayName?: string;
}

/** What people call a user. */
export function nameOf({ displayName, firstName, lastName, username }: Partial<User>): string {
  return displayName || [firstName, lastName].filter(Boolean).join(" ") || username || "";
}

/** Name and user name, which tell two people of one name apart. */
export function person(user: Partial<User>): string {
  const name = nameOf(user);
  return user.username && name !== user.username ? `${name} (${user.username})` : name;
}

export interface UserSelectProps {
  id: string;
  label: string;
  /** What stands there while nobody is chosen. */
  placeholder?: string;
  selected: User | null;
  onSelect: (user: User | null) => void;
}

/** Finds a user of the realm while a name is typed. */
export function UserSelect({ placeholder, ...select }: UserSelectProps) {
  const { t, api, realm } = useShell();
  const find = useCallback(
    (search: string, max: number, signal: AbortSignal) =>
      api.get<User[]>(path`${realm}/users`, { search, first: 0, max, briefRepresentation: true }, signal),
    [api, realm],
  );
  return (
    <SearchSelect<User>
      {...select}
      placeholder={placeholder ?? t("pbxFindUser")}
      find={find}
      nameOf={person}
      textOf={({ email }) => email}
    />
  );
}
