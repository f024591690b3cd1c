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
import { useShell } from "../shell";

export interface SearchSelectProps<T> {
  id: string;
  label: string;
  /** What stands there while nothing is chosen. */
  placeholder: string;
  selected: T | null;
  onSelect: (found: T | null) => void;
  /** At most `max` of what a text finds. It is asked again when this is another function: useCallback. */
  find: (text: string, max: number, signal: AbortSignal) => Promise<T[]>;
  /** What is read. */
  nameOf: (found: T) => string;
  /** Below the name. */
  textOf?: (found: T) => string | undefined;
}

const SHOWN = 10;
const PAUSE = 200;

/** Finds one of many while its name is typed: the server searches, ten are shown. */
export function SearchSelect<T extends { id: string }>(props: SearchSelectProps<T>) {
  const { id, label, placeholder, selected, onSelect, find, nameOf } = props;
  const { t, textOf } = useShell();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [found, setFound] = useState<T[] | null>(null);
  const [problem, setProblem] = useState("");
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const control = new AbortController();
    const show = (next: T[], text = "") => {
      if (!control.signal.aborted) {
        setFound(next);
        setProblem(text);
        setActive(-1);
      }
    };
    const timer = setTimeout(() => {
      find(typed.trim(), SHOWN + 1, control.signal).then(
        (next) => show(next),
        (error: unknown) => show([], textOf(error)),
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [find, textOf, typed, isOpen]);

  const shown = found?.slice(0, SHOWN) ?? [];
  const choose = (one: T | undefined) => {
    if (one) {
      onSelect(one);
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
  const activeOne = shown[active];
  return (
    <Select
      id={list}
      isOpen={isOpen}
      selected={selected?.id ?? ""}
      onOpenChange={setOpen}
      onSelect={(_, value) => choose(shown.find((one) => one.id === value))}
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
              placeholder={placeholder}
              value={isOpen || !selected ? typed : nameOf(selected)}
              {...(activeOne ? { "aria-activedescendant": `${id}-${activeOne.id}` } : {})}
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
        {shown.map((one, i) => {
          const description = props.textOf?.(one);
          return (
            <SelectOption
              key={one.id}
              id={`${id}-${one.id}`}
              value={one.id}
              isFocused={i === active}
              {...(description ? { description } : {})}
            >
              {nameOf(one)}
            </SelectOption>
          );
        })}
        {(!found || found.length === 0 || found.length > SHOWN) && (
          <SelectOption key="none" isDisabled>
            {!found ? t("pbxLoading") : found.length ? t("pbxMoreFound") : problem || t("noSearchResults")}
          </SelectOption>
        )}
      </SelectList>
    </Select>
  );
}
