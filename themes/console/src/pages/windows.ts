// Permissions that hold for a time, as they are typed: moments of where the administrator is, to the minute.
import type { Window } from "./operator-data";

export interface TypedWindow {
  /** Tells rows apart while they are edited. */
  key: number;
  value: string;
  /** As `datetime-local` has it; empty where there is no end on this side. */
  from: string;
  until: string;
  disallow: boolean;
  disabled: boolean;
  /** What it was; a new one was nothing. */
  before?: Window;
}

/** Stands for moments after the year 9999, which apps send for "for ever" and `datetime-local` cannot say. */
export const FAR = "far";

const LAST_YEAR = 9999;

/** A moment as `datetime-local` has it. */
export function localOf(moment: number | undefined): string {
  if (moment === undefined) {
    return "";
  }
  const date = new Date(moment);
  // There is no date at all of the largest numbers.
  if (!(date.getFullYear() <= LAST_YEAR)) {
    return FAR;
  }
  const digits = (number: number, length = 2) => String(number).padStart(length, "0");
  return (
    `${digits(date.getFullYear(), 4)}-${digits(date.getMonth() + 1)}-${digits(date.getDate())}` +
    `T${digits(date.getHours())}:${digits(date.getMinutes())}`
  );
}

/**
 * The moment that is typed: that from before where it reads the same, for it has seconds, and an hour that comes twice in a
 * night is typed in the same way both times.
 */
export function momentOf(typed: string, before: number | undefined): number | undefined {
  return !typed ? undefined : typed === localOf(before) ? before : new Date(typed).getTime();
}

/** Whether what is typed can be sent: a moment from 1970 to 9999, or the one from before. */
export function isMoment(typed: string, before: number | undefined): boolean {
  const moment = momentOf(typed, before);
  return moment === undefined || moment >= 0;
}

/** Rows as they are typed. */
export function typed(windows: readonly Window[]): TypedWindow[] {
  return windows.map((before, key) => ({
    key,
    value: before.value,
    from: localOf(before.allowedAfterMs),
    until: localOf(before.allowedBeforeMs),
    disallow: before.disallow,
    disabled: before.disabled || before.inactive,
    before,
  }));
}

/** A row that has nothing yet. */
export function emptyWindow(others: readonly TypedWindow[]): TypedWindow {
  const key = Math.max(-1, ...others.map((other) => other.key)) + 1;
  return { key, value: "", from: "", until: "", disallow: false, disabled: false };
}

/**
 * What rows say. One that is as it was goes back as it was, by its id; one that has changed is the role's own from then on,
 * whosever it was before.
 */
export function windowsOf(rows: readonly TypedWindow[]): Partial<Window>[] {
  return rows.map(({ value, from, until, disallow, disabled, before }) => {
    const allowedAfterMs = momentOf(from, before?.allowedAfterMs);
    const allowedBeforeMs = momentOf(until, before?.allowedBeforeMs);
    const wasDisabled = before !== undefined && (before.disabled || before.inactive);
    if (
      before &&
      before.value === value.trim() &&
      before.allowedAfterMs === allowedAfterMs &&
      before.allowedBeforeMs === allowedBeforeMs &&
      before.disallow === disallow &&
      wasDisabled === disabled
    ) {
      return before;
    }
    // While it stays off, or on, it stays so in the way that it was, with what was said of that.
    const state =
      before && wasDisabled === disabled
        ? {
            disabled: before.disabled,
            ...(before.disabledReason === undefined ? {} : { disabledReason: before.disabledReason }),
            inactive: before.inactive,
            ...(before.inactiveReason === undefined ? {} : { inactiveReason: before.inactiveReason }),
          }
        : { disabled };
    return {
      value: value.trim(),
      ...(allowedAfterMs === undefined ? {} : { allowedAfterMs }),
      ...(allowedBeforeMs === undefined ? {} : { allowedBeforeMs }),
      disallow,
      ...state,
      ...(before?.region === undefined ? {} : { region: before.region }),
    };
  });
}

/** Whether a row ends before it begins. */
export function isBackwards({ from, until, before }: TypedWindow): boolean {
  const [after = 0, end = Infinity] = [momentOf(from, before?.allowedAfterMs), momentOf(until, before?.allowedBeforeMs)];
  return after > end;
}

/** Why a row is off, as it was told before; nothing of one that is on, or was. */
export function reasonsOf({ disabled, before }: TypedWindow): string[] {
  return disabled && before
    ? [before.disabled && before.disabledReason, before.inactive && before.inactiveReason].filter((reason) => typeof reason === "string")
    : [];
}
