/**
 * What a form shows once the server has told anew what it is about: what was typed meanwhile stays, all else is as it is now.
 *
 * @param before what the form began with, or what it has saved
 */
export function rebased<T extends object>(typed: T, before: T, now: T): T {
  const isTyped = (name: string) => JSON.stringify(typed[name as keyof T]) !== JSON.stringify(before[name as keyof T]);
  return { ...now, ...Object.fromEntries(Object.entries(typed).filter(([name]) => isTyped(name))) };
}
