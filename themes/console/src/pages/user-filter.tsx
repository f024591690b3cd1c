import { path } from "../api";
import { useShell } from "../shell";
import { useLoad } from "../ui/load";
import { type User, UserSelect } from "../ui/user-select";

interface UserFilterProps {
  id: string;
  label: string;
  placeholder?: string;
  /** The id that the address has, or nothing. */
  user: string;
  onChange: (id: string) => void;
}

/** Narrows a list down to a user, who may be gone. */
export function UserFilter({ user, onChange, ...field }: UserFilterProps) {
  const { api, realm } = useShell();
  const { data } = useLoad(
    async (signal) => (user ? await api.get<User>(path`${realm}/users/${user}`, {}, signal) : null),
    [api, realm, user],
  );
  return (
    <UserSelect
      {...field}
      selected={user ? (data ?? { id: user, username: user }) : null}
      onSelect={(next) => onChange(next?.id ?? "")}
    />
  );
}
