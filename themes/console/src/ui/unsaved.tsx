import { createContext, type ReactNode, type RefObject, useCallback, useContext, useEffect, useRef, useState } from "react";
import type { Leaving } from "../console";
import { useShell } from "../shell";
import { Confirm } from "./confirm";
import { keepOpen } from "./keep-open";

/** What a form of a page has that is not saved. */
interface Unsaved {
  /** How many changes would be lost; none asks nothing. */
  count: number;
  /** Whether they are lost at another place of this page, too. */
  isLost?: (query: URLSearchParams) => boolean;
  /** Gives them up, where the page may stay. */
  onDiscard?: () => void;
}

type Form = RefObject<Unsaved>;

const Room = createContext<(form: Form) => () => void>(() => () => undefined);

/**
 * While something is not saved: asks before the page is left, be it by a link, the menu, the way back, or the browser. Any number
 * of forms of a page may have something. A dialog is no such form: it closes at once.
 */
export function useUnsaved(unsaved: Unsaved) {
  const enter = useContext(Room);
  const form = useRef(unsaved);
  form.current = unsaved;
  const isChanged = unsaved.count > 0;
  useEffect(() => (isChanged ? enter(form) : undefined), [enter, isChanged]);
}

/** Around a page: knows what its forms have not saved. */
export function UnsavedRoom({ children }: { children: ReactNode }) {
  const [forms, setForms] = useState<readonly Form[]>([]);
  const enter = useCallback((form: Form) => {
    setForms((all) => [...all, form]);
    return () => setForms((all) => all.filter((other) => other !== form));
  }, []);
  const discard = () => {
    forms.forEach(({ current }) => current?.onDiscard?.());
    // What cannot be given up is gone with the page in a moment, and the browser does not ask once more.
    setForms([]);
  };
  return (
    <Room.Provider value={enter}>
      {children}
      {forms.length > 0 && <Ask forms={forms} onDiscard={discard} />}
    </Room.Provider>
  );
}

/** Holds up what leads away. */
function Ask({ forms, onDiscard }: { forms: readonly Form[]; onDiscard: () => void }) {
  const { host, t } = useShell();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const last = useRef(forms);
  last.current = forms;
  useEffect(() => {
    const here = host.path;
    const close = keepOpen();
    const stop = host.onLeave(
      ({ pathname, search }) =>
        last.current.some(
          ({ current }) => current && current.count > 0 && (pathname !== here || current.isLost?.(new URLSearchParams(search))),
        ),
      setLeaving,
    );
    return () => {
      close();
      stop();
    };
  }, [host]);
  return leaving ? (
    <Confirm
      title={t("pbxDiscardTitle")}
      action={t("pbxDiscard")}
      danger
      onClose={() => {
        leaving.reset();
        setLeaving(null);
      }}
      onConfirm={() => {
        setLeaving(null);
        leaving.proceed();
        onDiscard();
      }}
    >
      {t("pbxDiscardText", { count: forms.reduce((sum, { current }) => sum + (current?.count ?? 0), 0) })}
    </Confirm>
  ) : null;
}
