import {
  Alert,
  Form,
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  Popover,
  Switch,
  TextArea,
  TextInput,
} from "@patternfly/react-core";
import HelpIcon from "@patternfly/react-icons/dist/esm/icons/help-icon";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { ApiError } from "../api";
import { useShell } from "../shell";
import { Dialog, type DialogProps } from "./dialog";

interface FieldProps {
  id: string;
  label: string;
  /** Behind the question mark. */
  help?: ReactNode;
  /** Below the field, such as the default. */
  hint?: string;
  /** What is wrong with the value. */
  error?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
}

/** A field with its label, its help, and what is wrong with it. */
export function Field({ id, label, help, hint, error, isRequired = false, children }: FieldProps & { children: ReactNode }) {
  const { t } = useShell();
  return (
    <FormGroup
      label={label}
      fieldId={id}
      isRequired={isRequired}
      {...(help
        ? {
            labelIcon: (
              <Popover bodyContent={help}>
                <button
                  type="button"
                  aria-label={t("pbxHelpFor", { label })}
                  className="pf-v5-c-form__group-label-help"
                  onClick={(event) => event.preventDefault()}
                >
                  <HelpIcon />
                </button>
              </Popover>
            ),
          }
        : {})}
    >
      {children}
      {(error || hint) && (
        <FormHelperText>
          <HelperText>
            {error && (
              <HelperTextItem id={`${id}-error`} data-testid={`${id}-error`} variant="error">
                {error}
              </HelperTextItem>
            )}
            {hint && (
              <HelperTextItem id={`${id}-hint`} data-testid={`${id}-hint`}>
                {hint}
              </HelperTextItem>
            )}
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}

export interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** More than one line. */
  rows?: number;
  type?: "text" | "url" | "email" | "number" | "password" | "search" | "date" | "datetime-local";
  placeholder?: string;
  autoFocus?: boolean;
  spellCheck?: boolean;
  maxLength?: number;
  autoComplete?: string;
}

export function TextField({ value, onChange, rows = 0, type = "text", ...props }: TextFieldProps) {
  const { id, error, isRequired = false, isDisabled = false, placeholder, autoFocus, spellCheck, maxLength } = props;
  const input = {
    id,
    value,
    isRequired,
    isDisabled,
    "data-testid": id,
    validated: error ? ("error" as const) : ("default" as const),
    "aria-invalid": Boolean(error),
    ...described(props),
    ...defined({ placeholder, autoFocus, spellCheck, maxLength }),
    autoComplete: props.autoComplete ?? "off",
  };
  return (
    <Field {...props}>
      {rows ? (
        <TextArea {...input} rows={rows} resizeOrientation="vertical" onChange={(_, next) => onChange(next)} />
      ) : (
        <TextInput {...input} type={type} onChange={(_, next) => onChange(next)} />
      )}
    </Field>
  );
}

export interface SwitchFieldProps extends FieldProps {
  value: boolean;
  onChange: (value: boolean) => void;
}

export function SwitchField({ value, onChange, ...props }: SwitchFieldProps) {
  const { t } = useShell();
  return (
    <Field {...props}>
      <Switch
        id={props.id}
        data-testid={props.id}
        aria-label={props.label}
        label={t("on")}
        labelOff={t("off")}
        isChecked={value}
        isDisabled={props.isDisabled ?? false}
        {...described(props)}
        onChange={(_, next) => onChange(next)}
      />
    </Field>
  );
}

export interface SelectFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
}

export function SelectField({ value, onChange, options, ...props }: SelectFieldProps) {
  const { id, error, isRequired = false, isDisabled = false } = props;
  return (
    <Field {...props}>
      <FormSelect
        id={id}
        data-testid={id}
        value={value}
        isRequired={isRequired}
        isDisabled={isDisabled}
        validated={error ? "error" : "default"}
        {...described(props)}
        onChange={(_, next) => onChange(next)}
      >
        {options.map((option) => (
          <FormSelectOption key={option.value} value={option.value} label={option.label} />
        ))}
      </FormSelect>
    </Field>
  );
}

/** A form of a page: the error that belongs to no field is above the fields, and has the focus. */
export function PageForm({ title, problem, onSubmit, children }: { title: string; problem?: string; onSubmit: () => void; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) place.current?.focus();
  }, [problem]);
  return (
    <Form
      isHorizontal
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {problem && (
        <div ref={place} tabIndex={-1}>
          <Alert variant="danger" isInline component="p" title={title} data-testid="problem" role="alert">
            {problem}
          </Alert>
        </div>
      )}
      {children}
    </Form>
  );
}

/** A form in a dialog. */
export function FormDialog({ children, ...dialog }: DialogProps) {
  return (
    <Dialog {...dialog}>
      <div className="pf-v5-c-form">{children}</div>
    </Dialog>
  );
}

/**
 * Sends something whose members are fields. What the server says of a member is at its field, which gets the focus; all
 * else is `errors.form`.
 *
 * @param prefix of the ids: the field of the member `name` has the id `{prefix}-name`
 */
export function useSubmit(prefix: string, fields: readonly string[]) {
  const { textOf } = useShell();
  const [isBusy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  return {
    isBusy,
    errors,
    /** What was wrong with a member is being mended. */
    clear: (field: string) => setErrors(({ [field]: _, form: __, ...others }) => others),
    /** Nothing is wrong any more: the members are as they were. */
    forget: () => setErrors({}),
    /** Says what is wrong with a member before anything is sent. */
    refuse: (field: string, text: string) => {
      setErrors({ [field]: text });
      focus(`${prefix}-${field}`);
    },
    /** Does the work; the answer says whether it succeeded. */
    submit: async (work: () => Promise<void>): Promise<boolean> => {
      setBusy(true);
      setErrors({});
      try {
        await work();
        setBusy(false);
        return true;
      } catch (error) {
        const field = fieldOf(error, fields) ?? "form";
        setErrors({ [field]: textOf(error) });
        setBusy(false);
        focus(`${prefix}-${field}`);
        return false;
      }
    },
  };
}

/** The field of the member that an error is about; members of members have a hyphen there: `smtpServer-host`. */
function fieldOf(error: unknown, fields: readonly string[]) {
  const member = error instanceof ApiError ? error.field?.replace(/\[.*/, "") : undefined;
  return [member?.replaceAll(".", "-"), member?.split(".")[0]].find((name) => name && fields.includes(name));
}

/** What is said below a field belongs to it. */
function described({ id, hint, error }: FieldProps) {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return ids ? { "aria-describedby": ids } : {};
}

/** After the drawing: a field that was disabled cannot have the focus. */
function focus(id: string) {
  setTimeout(() => document.getElementById(id)?.focus());
}

/** PatternFly tells a property that is undefined from one that is not there. */
function defined<T extends object>(properties: T) {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Partial<{
    [K in keyof T]: NonNullable<T[K]>;
  }>;
}
