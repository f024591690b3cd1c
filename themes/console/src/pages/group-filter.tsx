import { path } from "../api";
import { useShell } from "../shell";
import { useLoad } from "../ui/load";
import { type FoundGroup, GroupSelect } from "./group-select";

interface GroupFilterProps {
  id: string;
  label: string;
  placeholder: string;
  /** The id that the address has, or nothing. */
  group: string;
  onChange: (id: string) => void;
}

/** Chooses a user group, which may be gone. */
export function GroupFilter({ group, onChange, ...field }: GroupFilterProps) {
  const { api, realm } = useShell();
  const { data } = useLoad(
    async (signal) => (group ? await api.get<FoundGroup>(path`${realm}/groups/${group}`, {}, signal) : null),
    [api, realm, group],
  );
  return (
    <GroupSelect
      {...field}
      selected={group ? (data ?? { id: group, name: group }) : null}
      onSelect={(next) => onChange(next?.id ?? "")}
    />
  );
}
