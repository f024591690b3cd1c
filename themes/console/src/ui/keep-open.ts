/** Has the browser ask before this window is closed or loaded anew; the answer takes that back. */
export function keepOpen(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
