import { FormGroup, TextInput } from "@patternfly/react-core";
import { useId, useState } from "react";
import { useShell } from "../shell";
import { Dialog, type DialogProps } from "./dialog";

export interface ConfirmProps extends DialogProps {
  /** A word that has to be typed before. */
  typed?: string;
}

/** Asks before something that cannot be taken back, or that takes something from somebody. */
export function Confirm({ typed, children, ...dialog }: ConfirmProps) {
  const { t } = useShell();
  const [text, setText] = useState("");
  const id = useId();
  return (
    <Dialog {...dialog} isDisabled={Boolean(dialog.isDisabled) || (typed !== undefined && text.trim() !== typed)}>
      {children}
      {typed !== undefined && (
        <FormGroup label={t("pbxTypeToConfirm", { word: typed })} fieldId={id} className="pf-v5-u-mt-md">
          <TextInput
            id={id}
            data-testid="typed"
            value={text}
            onChange={(_, value) => setText(value)}
            autoComplete="off"
            spellCheck={false}
          />
        </FormGroup>
      )}
    </Dialog>
  );
}
