import { type DependencyList, useCallback, useEffect, useRef, useState } from "react";
import { useShell } from "../shell";

interface State<T> {
  data?: T;
  error?: unknown;
}

export interface Loading<T> extends State<T> {
  /** Loads anew from an empty page: what was drawn before is gone, and what was typed there. */
  reload: () => void;
  /**
   * Loads anew behind what is drawn, which stays until then: so do dialogs, what is typed, and the focus. It stays as well
   * where that fails, beside the error, and the administrator is told.
   */
  refresh: () => void;
}

/** What a page needs before it can be drawn: loaded again when `deps` change, or when asked; what is late is let go. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, deps: DependencyList): Loading<T> {
  const [state, setState] = useState<State<T>>({});
  const [round, setRound] = useState({ keeps: false, deps });
  // What was loaded for something else is never kept.
  const isKept = round.keeps && round.deps.every((value, at) => Object.is(value, deps[at]));
  useEffect(() => {
    const control = new AbortController();
    if (!isKept) {
      setState({});
    }
    load(control.signal).then(
      (data) => !control.signal.aborted && setState({ data }),
      (error: unknown) => !control.signal.aborted && setState((last) => (isKept ? { ...last, error } : { error })),
    );
    return () => control.abort();
    // The caller names what the function depends on.
  }, [...deps, round]);
  const again = (keeps: boolean) => () => setRound({ keeps, deps });
  const refresh = useCallback(again(true), deps);
  useStale("data" in state ? state.error : undefined, refresh);
  return { ...state, reload: useCallback(again(false), deps), refresh };
}

/** While there is an error: says that what is drawn could not be loaded anew, with a button that tries it again. */
export function useStale(error: unknown, again: () => void) {
  const { fail, t } = useShell();
  const last = useRef(again);
  last.current = again;
  // Whatever else the shell has become: it is told once of each error.
  useEffect(() => (error === undefined ? undefined : fail(t("pbxStale"), error, () => last.current())), [error]);
}
