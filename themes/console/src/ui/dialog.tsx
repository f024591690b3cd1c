import { Alert, Button, Modal } from "@patternfly/react-core";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useShell } from "../shell";

export interface DialogProps {
  title: string;
  /** The verb on the button. */
  action: string;
  /** It takes something from somebody. */
  danger?: boolean;
  isDisabled?: boolean;
  isWide?: boolean;
  onClose: () => void;
  /** What the button does. What it throws is shown in the dialog, which stays open. */
  onConfirm: () => Promise<void> | void;
  children?: ReactNode;
}

/** A dialog with one action, which can fail. It closes at once, whatever is typed: what takes long to fill in is a page. */
export function Dialog(props: DialogProps) {
  const { title, action, danger = false, isDisabled = false, isWide = false, onClose, onConfirm, children } = props;
  const { t, textOf } = useShell();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const form = useId();

  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || isDisabled) {
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      await onConfirm();
    } catch (error) {
      setProblem(textOf(error));
    }
    setBusy(false);
  };

  return (
    <Modal
      variant={isWide ? "medium" : "small"}
      isOpen
      title={title}
      {...(danger ? { titleIconVariant: "warning" as const } : {})}
      // What is under way has nobody to tell of its end otherwise.
      onClose={() => isBusy || onClose()}
      actions={[
        <Button
          key="do"
          type="submit"
          form={form}
          data-testid="confirm"
          variant={danger ? "danger" : "primary"}
          isLoading={isBusy}
          // A button that is disabled while it has the focus drops it.
          isAriaDisabled={isBusy || isDisabled}
        >
          {action}
        </Button>,
        <Button key="cancel" variant="link" data-testid="cancel" isDisabled={isBusy} onClick={onClose}>
          {t("cancel")}
        </Button>,
      ]}
    >
      <form id={form} onSubmit={(event) => void confirm(event)} noValidate>
        {problem && <Alert variant="danger" isInline component="p" title={problem} data-testid="problem" className="pf-v5-u-mb-md" />}
        {children}
      </form>
    </Modal>
  );
}
