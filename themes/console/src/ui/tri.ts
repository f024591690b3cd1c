/** What is said of something: set on, set off, or nothing, so that what is said elsewhere holds. */
export type Tri = boolean | null;

/** The three as parts of keys and ids, in the order in which they are shown. */
export type TriName = "on" | "off" | "inherited";

export const CHOICES: readonly (readonly [TriName, Tri])[] = [
  ["on", true],
  ["off", false],
  ["inherited", null],
];

export function triName(value: Tri): TriName {
  return value === null ? "inherited" : value ? "on" : "off";
}
