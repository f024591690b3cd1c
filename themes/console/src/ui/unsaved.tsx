import { useEffect, useRef, useState } from "react";
import type { Leaving } from "../console";
import { useShell } from "../shell";
import { Confirm } from "./confirm";
import { keepOpen } from "./keep-open";

interface UnsavedProps {
  /** How many changes would be lost. */
  count: number;
  /** Whether they are lost at another place of this page, too. */
  isLost?: (query: URLSearchParams) => boolean;
  /** Gives them up. */
  onDiscard: () => void;
}

/** While something is not saved: asks before the page is left, be it by a link, the menu, a choice, or the browser. */
export function Unsaved({ count, isLost, onDiscard }: UnsavedProps) {
  const { host, t } = useShell();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const lost = useRef(isLost);
  lost.current = isLost;
  const isChanged = count > 0;
  useEffect(() => {
    if (!isChanged) {
      return undefined;
    }
    const here = host.path;
    const close = keepOpen();
    const stop = host.onLeave(
      ({ pathname, search }) => pathname !== here || Boolean(lost.current?.(new URLSearchParams(search))),
      setLeaving,
    );
    return () => {
      close();
      stop();
      setLeaving(null);
    };
  }, [host, isChanged]);
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
      {t("pbxDiscardText", { count })}
    </Confirm>
  ) : null;
}
