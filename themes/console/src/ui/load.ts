import { type DependencyList, useCallback, useEffect, useState } from "react";

interface State<T> {
  data?: T;
  error?: unknown;
}

export interface Loading<T> extends State<T> {
  /** Loads anew from an empty page: what was drawn before is gone, and what was typed there. */
  reload: () => void;
  /** Loads anew behind what is drawn, which stays until then: so do dialogs, what is typed, and the focus. */
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
      (error: unknown) => !control.signal.aborted && setState({ error }),
    );
    return () => control.abort();
    // The caller names what the function depends on.
  }, [...deps, round]);
  const again = (keeps: boolean) => () => setRound({ keeps, deps });
  return { ...state, reload: useCallback(again(false), deps), refresh: useCallback(again(true), deps) };
}
