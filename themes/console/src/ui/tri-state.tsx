import { Flex, FlexItem, HelperText, HelperTextItem, Radio } from "@patternfly/react-core";
import { useEffect, useRef } from "react";
import { useShell } from "../shell";
import { CHOICES, type Tri, triName } from "./tri";

export interface TriStateProps {
  /** The buttons have the ids `{id}-on`, `{id}-off` and `{id}-inherited`. */
  id: string;
  /** What it is about: the name of the three. */
  label: string;
  value: Tri;
  /** What holds where nothing is set here: it is told in grey. */
  inherited: boolean;
  /** It can be given only, and not be refused. */
  hasNoOff?: boolean;
  isDisabled?: boolean;
  /** What is wrong with it. */
  error?: string;
  /** The focus goes here when something is wrong, each time that this is another number, and not 0. */
  takesFocus?: number;
  onChange: (value: Tri) => void;
}

/** Set on, set off, or inherited: radio buttons, of which a tab reaches the one that is chosen and arrows the others. */
export function TriState(props: TriStateProps) {
  const { id, label, value, inherited, hasNoOff = false, isDisabled = false, error, takesFocus = 0, onChange } = props;
  const { t } = useShell();
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error && takesFocus) buttons.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
    // Not when the error alone changes: somebody may be mending another one by then.
  }, [takesFocus]);
  return (
    <div ref={buttons}>
      <Flex
        role="radiogroup"
        aria-label={label}
        spaceItems={{ default: "spaceItemsMd" }}
        {...(error ? { "aria-describedby": `${id}-error` } : {})}
      >
        {CHOICES.filter(([name]) => !(hasNoOff && name === "off")).map(([name, said]) => (
          <FlexItem key={name}>
            <Radio
              id={`${id}-${name}`}
              name={id}
              isChecked={triName(value) === name}
              isDisabled={isDisabled}
              // What is at the end of the screen does not cover what has the focus.
              style={{ scrollMarginBottom: "8rem" }}
              onChange={() => onChange(said)}
              label={
                said === null ? (
                  <>
                    {t("pbxInherited")} <span className="pf-v5-u-color-200">{t(inherited ? "on" : "off")}</span>
                  </>
                ) : (
                  t(name)
                )
              }
            />
          </FlexItem>
        ))}
      </Flex>
      {error && (
        <HelperText>
          <HelperTextItem id={`${id}-error`} data-testid={`${id}-error`} variant="error">
            {error}
          </HelperTextItem>
        </HelperText>
      )}
    </div>
  );
}
