import { useEffect, useState } from "react";
import { ApiError, path } from "../api";
import { useShell } from "../shell";
import { useLoad } from "../ui/load";
import type { Tri } from "../ui/tri";
import { changesOf, edited, type Edits, kept, overtaken, overtakenText, refusedName, refusedText, type State } from "./permission";

/** Whose permissions they are. */
export interface Holder {
  kind: "group" | "user";
  id: string;
}

interface Work {
  /** Whose it is: that of another one counts no more. */
  at: string;
  /** What the server has told since the page was opened. */
  states: State[] | null;
  edits: Edits;
  /** By the name of the permission; all else by the empty name. */
  errors: Readonly<Record<string, string>>;
  /** How often the server has answered: each time the first that is wrong gets the focus. */
  answers: number;
  isBusy: boolean;
}

const fresh = (at: string): Work => ({ at, states: null, edits: {}, errors: {}, answers: 0, isBusy: false });

/** The permissions of a group or a user: loaded, changed, and saved together. */
export function usePermissions(holder: Holder | null) {
  const { alert, api, realm, t, textOf } = useShell();
  const at = holder ? path`${realm}/pbx-permissions/${`${holder.kind}s`}/${holder.id}` : "";
  const { data, error, reload } = useLoad(
    async (signal) => (at ? { at, states: await api.get<State[]>(at, {}, signal) } : null),
    [api, at],
  );
  const [work, setWork] = useState(fresh(at));
  const now = work.at === at ? work : fresh(at);
  const states = now.states ?? (data?.at === at ? data.states : undefined);
  // Chosen again, it is shown as it is then.
  useEffect(() => setWork((last) => (last.at === at ? last : fresh(at))), [at]);

  /** What comes late may be of another one than is shown by then. */
  const later = (part: Partial<Work>) => setWork((last) => (last.at === at ? { ...last, ...part } : last));

  const save = async () => {
    const sent = states ? changesOf(states, now.edits) : [];
    if (!states || sent.length === 0) {
      return;
    }
    setWork({ ...now, isBusy: true, errors: {} });
    let edits = now.edits;
    const errors: Record<string, string> = {};
    try {
      await api.put(at, { permissions: sent });
      alert(t("pbxPermissionsSaved", { count: sent.length }));
      edits = {};
    } catch (problem) {
      const field = problem instanceof ApiError ? problem.field : undefined;
      const name = refusedName(field, sent);
      errors[name ?? ""] = refusedText(t, problem, states.find((state) => state.name === name)) ?? textOf(problem);
    }
    // What others have changed meanwhile is seen before it is saved again.
    const after = await api.get<State[]>(at).catch(() => null);
    if (after) {
      const others = overtaken(states, after, edits);
      others.forEach((change) => {
        const permission = after.find(({ name }) => name === change.name);
        if (permission) errors[change.name] = overtakenText(t, permission, change);
      });
      const left = kept(edits, after);
      // What is by now as it was to be is no error any more.
      const told = Object.entries(errors).filter(
        ([about]) => about in left || after.every(({ name }) => name !== about),
      );
      later({ states: after, edits: left, errors: Object.fromEntries(told), answers: now.answers + 1, isBusy: false });
    } else if (Object.keys(errors).length > 0) {
      later({ errors, answers: now.answers + 1, isBusy: false });
    } else {
      later(fresh(at));
      reload();
    }
  };

  return {
    states,
    error,
    reload,
    edits: now.edits,
    errors: now.errors,
    answers: now.answers,
    isBusy: now.isBusy,
    edit: (state: State, chosen: Tri) => {
      const { [state.name]: _, "": __, ...errors } = now.errors;
      setWork({ ...now, edits: edited(now.edits, state, chosen), errors });
    },
    revert: () => setWork({ ...now, edits: {}, errors: {} }),
    save,
  };
}
