import { Alert, Button, Stack, StackItem, Title } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useShell } from "../shell";
import { FormDialog, SelectField, TextField, useSubmit } from "../ui/form";
import { RowActions } from "../ui/row-actions";
import { moments } from "./moment";
import { FAR, isBackwards, isMoment, momentOf, reasonsOf, type TypedWindow } from "./windows";

const STATES = ["allow", "disallow", "off"] as const;

function stateOf({ disallow, disabled }: TypedWindow): (typeof STATES)[number] {
  return disabled ? "off" : disallow ? "disallow" : "allow";
}

interface OperatorWindowsProps {
  rows: readonly TypedWindow[];
  error?: string;
  isDisabled: boolean;
  /** Opens a row, or a new one. */
  onOpen: (row: TypedWindow | null) => void;
  onRemove: (row: TypedWindow) => void;
}

/** Permissions that hold for a time. */
export function OperatorWindows({ rows, error, isDisabled, onOpen, onRemove }: OperatorWindowsProps) {
  const { t } = useShell();
  const written = moments(t.locale);
  const moment = (typed: string, before: number | undefined) => {
    const at = momentOf(typed, before);
    return at === undefined ? "—" : typed === FAR ? t("pbxWindowFar") : written(at);
  };
  return (
    <Stack hasGutter>
      <StackItem>
        <Title headingLevel="h2" size="lg">
          {t("pbxWindows")}
        </Title>
        {t("pbxWindowsText")}
      </StackItem>
      {/* What is wrong is told here, where the focus goes then. */}
      <StackItem id="role-customPermissions" data-testid="role-customPermissions" tabIndex={-1}>
        {error && <Alert variant="danger" isInline isPlain component="p" title={error} data-testid="role-customPermissions-error" />}
        {rows.length === 0 ? (
          t("pbxNoWindows")
        ) : (
          <Table aria-label={t("pbxWindows")} variant="compact">
            <Thead>
              <Tr>
                <Th>{t("pbxPermission")}</Th>
                <Th>{t("pbxWindowState")}</Th>
                <Th>{t("pbxFrom")}</Th>
                <Th>{t("pbxUntil")}</Th>
                {!isDisabled && <Th screenReaderText={t("pbxActions")} />}
              </Tr>
            </Thead>
            <Tbody>
              {rows.map((row) => (
                <Tr key={row.key}>
                  <Td dataLabel={t("pbxPermission")}>{row.value}</Td>
                  <Td dataLabel={t("pbxWindowState")}>
                    {t(`pbxWindowState_${stateOf(row)}`)}
                    {reasonsOf(row).map((reason) => (
                      <p key={reason}>{reason}</p>
                    ))}
                  </Td>
                  <Td dataLabel={t("pbxFrom")}>{moment(row.from, row.before?.allowedAfterMs)}</Td>
                  <Td dataLabel={t("pbxUntil")}>{moment(row.until, row.before?.allowedBeforeMs)}</Td>
                  {!isDisabled && (
                    <Td isActionCell>
                      <RowActions
                        label={t("pbxActionsFor", { name: row.value })}
                        items={[
                          { title: t("edit"), onClick: () => onOpen(row) },
                          { title: t("pbxRemove"), isDanger: true, onClick: () => onRemove(row) },
                        ]}
                      />
                    </Td>
                  )}
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </StackItem>
      {!isDisabled && (
        <StackItem>
          <Button variant="secondary" data-testid="add-window" onClick={() => onOpen(null)}>
            {t("pbxAddWindow")}
          </Button>
        </StackItem>
      )}
    </Stack>
  );
}

const VALUE = /^[/0-9a-zA-Z+_[\]-]{1,500}$/;

interface WindowDialogProps {
  row: TypedWindow;
  onClose: () => void;
  /** Takes the row as it is typed. Nothing is saved by that. */
  onApply: (row: TypedWindow) => void;
}

/** One permission that holds for a time. It has to be outside of the form, which would hear of its submission. */
export function WindowDialog({ row, onClose, onApply }: WindowDialogProps) {
  const { t } = useShell();
  const [typed, setTyped] = useState(row);
  const { errors, clear, refuse } = useSubmit("window", []);
  const set = (changes: Partial<TypedWindow>) => {
    setTyped({ ...typed, ...changes });
    Object.keys(changes).forEach((field) => clear(field));
  };
  const apply = () => {
    if (!VALUE.test(typed.value.trim())) refuse("value", t("pbxErrorWindowValue"));
    else if (!isMoment(typed.from, typed.before?.allowedAfterMs)) refuse("from", t("pbxErrorWindowMoment"));
    else if (!isMoment(typed.until, typed.before?.allowedBeforeMs)) refuse("until", t("pbxErrorWindowMoment"));
    else if (isBackwards(typed)) refuse("until", t("pbxErrorWindow"));
    else onApply({ ...typed, value: typed.value.trim() });
  };
  return (
    <FormDialog title={t("pbxWindow")} action={t("pbxApply")} onClose={onClose} onConfirm={apply}>
      <TextField
        id="window-value"
        label={t("pbxPermission")}
        help={t("pbxErrorWindowValue")}
        isRequired
        autoFocus
        spellCheck={false}
        maxLength={500}
        value={typed.value}
        {...(errors.value ? { error: errors.value } : {})}
        onChange={(value) => set({ value })}
      />
      <SelectField
        id="window-state"
        label={t("pbxWindowState")}
        value={stateOf(typed)}
        options={STATES.map((value) => ({ value, label: t(`pbxWindowState_${value}`) }))}
        onChange={(state) => set(state === "off" ? { disabled: true } : { disabled: false, disallow: state === "disallow" })}
      />
      {(["from", "until"] as const).map((side) => (
        <TextField
          key={side}
          id={`window-${side}`}
          label={t(side === "from" ? "pbxFrom" : "pbxUntil")}
          help={t("pbxWindowHelp")}
          type="datetime-local"
          value={typed[side] === FAR ? "" : typed[side]}
          {...(typed[side] === FAR ? { hint: t("pbxWindowFarHint") } : {})}
          {...(errors[side] ? { error: errors[side] } : {})}
          onChange={(moment) => set({ [side]: moment })}
        />
      ))}
    </FormDialog>
  );
}
