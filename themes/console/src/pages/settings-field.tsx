import type { Translate } from "../i18n";
import { useShell } from "../shell";
import { SelectField, SwitchField, TextField } from "../ui/form";
import { ENCRYPTION, MAIL, MANAGED, type SettingField as Field } from "./settings-fields";

export interface SettingProps {
  field: Field;
  value: string;
  error: string;
  isDisabled: boolean;
  /** There is a secret, which is not told. */
  isStored: boolean;
  onChange: (value: string) => void;
}

/** A setting with its label, its help and its default. */
export function Setting({ field, value, error, isDisabled, isStored, onChange }: SettingProps) {
  const { can, t } = useShell();
  const { name, kind, choices = [], isRequired = false } = field;
  const member = name.startsWith(MANAGED) ? name.slice(MANAGED.length) : name;
  const help = [`pbxSettingHelp_${member}`, `pbxTenantHelp_${member}`].find((key) => t.has(key));
  const choice = (one: string) => t(name === ENCRYPTION ? `pbxEncryption_${one}` : `pbxChoice_${one}`);
  const hint = defaultOf(field, t, choice);
  const base = {
    id: `settings-${name}`,
    label: t(`pbxTenant_${member}`),
    ...(help ? { help: t(help) } : {}),
    ...(hint ? { hint } : {}),
    ...(error ? { error } : {}),
    isRequired,
    isDisabled: isDisabled || (field.isOfSystem === true && can.tenants !== "manage"),
  };
  switch (kind) {
    case "switch":
      return <SwitchField {...base} value={value === "true"} onChange={(next) => onChange(String(next))} />;
    case "choice":
      return (
        <SelectField
          {...base}
          value={value}
          onChange={onChange}
          options={choices.map((one) => ({ value: one, label: choice(one) }))}
        />
      );
    default:
      return (
        <TextField
          {...base}
          value={value}
          onChange={onChange}
          // What people read may be misspelt; addresses and codes are no words.
          spellCheck={PROSE.includes(member)}
          type={kind === "password" ? "password" : (field.type ?? "text")}
          {...(kind === "password" ? { autoComplete: "new-password" } : {})}
          {...(isStored ? { placeholder: t("pbxStaysAsItIs") } : {})}
          {...(kind === "list" ? { rows: 3 } : {})}
          {...(field.maxLength ? { maxLength: field.maxLength } : {})}
        />
      );
  }
}

const PROSE = ["name", "description", "passwordStrengthText", `${MAIL}fromDisplayName`, `${MAIL}replyToDisplayName`];

function defaultOf({ kind, byDefault }: Field, t: Translate, choice: (one: string) => string) {
  if (byDefault === undefined) {
    return undefined;
  }
  const value =
    typeof byDefault === "boolean" ? t(byDefault ? "on" : "off") : kind === "choice" ? choice(String(byDefault)) : byDefault;
  return t("pbxByDefault", { value });
}
