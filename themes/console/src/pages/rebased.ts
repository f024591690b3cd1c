/** The members of a form that differ from what they were before. */
export function typedIn<T extends object>(typed: T, before: T): (keyof T)[] {
  return (Object.keys(typed) as (keyof T)[]).filter((name) => JSON.stringify(typed[name]) !== JSON.stringify(before[name]));
}

/**
 * What a form shows once the server has told anew what it is about: what was typed meanwhile stays, all else is as it is now.
 *
 * @param before what the form began with, or what it has saved
 */
export function rebased<T extends object>(typed: T, before: T, now: T): T {
  return { ...now, ...Object.fromEntries(typedIn(typed, before).map((name) => [name, typed[name]])) };
}
