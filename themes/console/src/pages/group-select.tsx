import { useCallback } from "react";
import { useShell } from "../shell";
import { SearchSelect } from "../ui/search-select";
import { type Group, groupsOf } from "./group";

/** What is read of a group to choose it. */
export type FoundGroup = Pick<Group, "id" | "name" | "description">;

export interface GroupSelectProps {
  id: string;
  label: string;
  placeholder: string;
  selected: FoundGroup | null;
  onSelect: (group: FoundGroup | null) => void;
}

/** Finds a user group of the realm while its name or description is typed. */
export function GroupSelect(select: GroupSelectProps) {
  const { api, realm } = useShell();
  const find = useCallback(
    // Not of Keycloak's own list, which has groups below others, too: they are no user groups.
    (search: string, max: number, signal: AbortSignal) =>
      api.get<FoundGroup[]>(groupsOf(realm), { search, first: 0, max }, signal),
    [api, realm],
  );
  return <SearchSelect<FoundGroup> {...select} find={find} nameOf={({ name }) => name} textOf={({ description }) => description} />;
}
