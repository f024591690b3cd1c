import {
  Button,
  MenuToggle,
  Select,
  SelectList,
  SelectOption,
  TextInputGroup,
  TextInputGroupMain,
  TextInputGroupUtilities,
} from "@patternfly/react-core";
import TimesIcon from "@patternfly/react-icons/dist/esm/icons/times-icon";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";

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

const SHOWN = 10;
const PAUSE = 200;

/** Finds a user of the realm while a name is typed: the server searches, ten are shown. */
export function UserSelect({ id, label, placeholder, selected, onSelect }: UserSelectProps) {
  const { t, api, realm, textOf } = useShell();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [users, setUsers] = useState<User[] | null>(null);
  const [problem, setProblem] = useState("");
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const control = new AbortController();
    const show = (found: User[], text = "") => {
      if (!control.signal.aborted) {
        setUsers(found);
        setProblem(text);
        setActive(-1);
      }
    };
    const timer = setTimeout(() => {
      const query = { search: typed.trim(), first: 0, max: SHOWN + 1, briefRepresentation: true };
      api.get<User[]>(path`${realm}/users`, query, control.signal).then(
        (found) => show(found),
        (error: unknown) => show([], textOf(error)),
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [api, realm, textOf, typed, isOpen]);

  const shown = users?.slice(0, SHOWN) ?? [];
  const choose = (user: User | undefined) => {
    if (user) {
      onSelect(user);
      setTyped("");
      setOpen(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = shown.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      if (count) {
        setActive(event.key === "ArrowDown" ? (active + 1) % count : active <= 0 ? count - 1 : active - 1);
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen) choose(shown[active]);
      else setOpen(true);
    } else if (event.key === "Escape" && isOpen) {
      // The list closes, and not the dialog around it.
      event.stopPropagation();
      setOpen(false);
    }
  };

  const list = `${id}-list`;
  const activeUser = shown[active];
  return (
    <Select
      id={list}
      isOpen={isOpen}
      selected={selected?.id ?? ""}
      onOpenChange={setOpen}
      onSelect={(_, value) => choose(shown.find((user) => user.id === value))}
      popperProps={{ appendTo: "inline" }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="typeahead"
          isExpanded={isOpen}
          isFullWidth
          aria-label={label}
          onClick={() => {
            setOpen(!isOpen);
            input.current?.focus();
          }}
        >
          <TextInputGroup isPlain>
            <TextInputGroupMain
              inputId={id}
              innerRef={input}
              role="combobox"
              isExpanded={isOpen}
              aria-controls={list}
              aria-label={label}
              placeholder={placeholder ?? t("pbxFindUser")}
              value={isOpen || !selected ? typed : person(selected)}
              {...(activeUser ? { "aria-activedescendant": `${id}-${activeUser.id}` } : {})}
              onClick={() => setOpen(true)}
              // What is typed takes the place of the name that stands there.
              onFocus={() => input.current?.select()}
              onChange={(_, value) => {
                setTyped(value);
                setOpen(true);
              }}
              onKeyDown={onKeyDown}
            />
            {selected && (
              <TextInputGroupUtilities>
                <Button
                  variant="plain"
                  aria-label={t("clear")}
                  onClick={(event) => {
                    event.stopPropagation();
                    onSelect(null);
                    input.current?.focus();
                  }}
                >
                  <TimesIcon />
                </Button>
              </TextInputGroupUtilities>
            )}
          </TextInputGroup>
        </MenuToggle>
      )}
    >
      <SelectList aria-label={label}>
        {shown.map((user, i) => (
          <SelectOption
            key={user.id}
            id={`${id}-${user.id}`}
            value={user.id}
            isFocused={i === active}
            {...(user.email ? { description: user.email } : {})}
          >
            {person(user)}
          </SelectOption>
        ))}
        {(!users || users.length === 0 || users.length > SHOWN) && (
          <SelectOption key="none" isDisabled>
            {!users ? t("pbxLoading") : users.length ? t("pbxMoreUsers") : problem || t("noSearchResults")}
          </SelectOption>
        )}
      </SelectList>
    </Select>
  );
}
