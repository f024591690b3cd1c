import { type DependencyList, useCallback, useEffect, useState } from "react";

interface State<T> {
  data?: T;
  error?: unknown;
}

export interface Loading<T> extends State<T> {
  reload: () => void;
}

/** What a page needs before it can be drawn: loaded again when `deps` change, or at `reload`; what is late is let go. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, deps: DependencyList): Loading<T> {
  const [state, setState] = useState<State<T>>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    const control = new AbortController();
    setState({});
    load(control.signal).then(
      (data) => !control.signal.aborted && setState({ data }),
      (error: unknown) => !control.signal.aborted && setState({ error }),
    );
    return () => control.abort();
    // The caller names what the function depends on.
  }, [...deps, round]);
  return { ...state, reload: useCallback(() => setRound((n) => n + 1), []) };
}
