import { useState } from "react";

/**
 * What had the focus before a dialog came: where another dialog takes its place, the first one's own way back is lost with it.
 *
 * @returns gives the focus back, once the last dialog is gone
 */
export function useOpener(): () => void {
  const [opener] = useState(() => document.activeElement);
  return () => void setTimeout(() => opener instanceof HTMLElement && opener.focus());
}
