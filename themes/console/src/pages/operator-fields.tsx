// What is filled in of an operator, be it a new one or not.
import { useShell } from "../shell";
import { ChecksField } from "../ui/checks";
import { SwitchField, TextField, type TextFieldProps } from "../ui/form";
import { type BaseRole, choices, type CustomRole, type NamedRole } from "./operator-data";

export interface Values {
  email: string;
  firstName: string;
  lastName: string;
  password: string;
  roles: string[];
  /** Ids. */
  customRoles: string[];
  /** One a line. */
  allowedAddresses: string;
  sessionAddressLock: boolean;
}

export const FIELDS = [
  "email",
  "firstName",
  "lastName",
  "password",
  "roles",
  "customRoles",
  "allowedAddresses",
  "sessionAddressLock",
] as const;

/** The roles that there are to choose from. */
export interface Offer {
  base: readonly Pick<BaseRole, "name" | "description" | "grantable">[];
  custom: readonly Pick<CustomRole, "id" | "name" | "description" | "grantable">[];
}

interface OperatorFieldsProps {
  values: Values;
  errors: Record<string, string>;
  offer: Offer;
  /** What the operator has: that is shown, also where the caller may not give it. */
  held: { roles: readonly string[]; customRoles: readonly NamedRole[] };
  isNew?: boolean;
  isDisabled?: boolean;
  /** The roles stay as they are. */
  areRolesDisabled?: boolean;
  onChange: (changes: Partial<Values>) => void;
}

export function OperatorFields(props: OperatorFieldsProps) {
  const { values, errors, offer, held, isNew = false, isDisabled = false, areRolesDisabled = false, onChange } = props;
  const { t } = useShell();
  const error = (name: keyof Values) => (errors[name] ? { error: errors[name] } : {});
  const text = (name: "email" | "firstName" | "lastName" | "password", more: Partial<TextFieldProps> = {}) => (
    <TextField
      id={`operator-${name}`}
      label={t(name)}
      value={values[name]}
      maxLength={name === "password" ? 1000 : name === "email" ? 255 : 100}
      isDisabled={isDisabled}
      onChange={(value) => onChange({ [name]: value })}
      {...error(name)}
      {...more}
    />
  );
  const custom = offer.custom.map(({ id, name, description, grantable }) => ({
    value: id,
    label: name,
    ...(description ? { description } : {}),
    grantable,
  }));
  return (
    <>
      {text("email", { type: "email", isRequired: true, autoFocus: isNew })}
      {text("firstName", { isRequired: true, help: t("pbxErrorOperatorName") })}
      {text("lastName")}
      {isNew && text("password", { type: "password", isRequired: true, autoComplete: "new-password", help: t("pbxOperatorPasswordHelp") })}
      <ChecksField
        id="operator-roles"
        label={t("pbxBaseRoles")}
        value={values.roles}
        isDisabled={isDisabled || areRolesDisabled}
        options={choices(
          offer.base.map(({ name, description, grantable }) => ({
            value: name,
            label: name,
            ...(description ? { description } : {}),
            grantable,
          })),
          held.roles,
        )}
        onChange={(roles) => onChange({ roles })}
        {...error("roles")}
      />
      <ChecksField
        id="operator-customRoles"
        label={t("pbxOperatorRoles")}
        value={values.customRoles}
        isDisabled={isDisabled || areRolesDisabled}
        options={choices(
          custom,
          held.customRoles.map(({ id }) => id),
        )}
        empty={t("pbxNoOperatorRoles")}
        onChange={(customRoles) => onChange({ customRoles })}
        {...error("customRoles")}
      />
      <TextField
        id="operator-allowedAddresses"
        label={t("pbxAllowedAddresses")}
        help={t("pbxAllowedAddressesHelp")}
        rows={3}
        spellCheck={false}
        value={values.allowedAddresses}
        isDisabled={isDisabled}
        onChange={(allowedAddresses) => onChange({ allowedAddresses })}
        {...error("allowedAddresses")}
      />
      <SwitchField
        id="operator-sessionAddressLock"
        label={t("pbxSessionAddressLock")}
        help={t("pbxSessionAddressLockHelp")}
        value={values.sessionAddressLock}
        isDisabled={isDisabled}
        onChange={(sessionAddressLock) => onChange({ sessionAddressLock })}
      />
    </>
  );
}
