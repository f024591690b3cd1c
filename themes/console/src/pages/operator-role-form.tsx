import { ActionGroup, Button } from "@patternfly/react-core";
import { useState } from "react";
import { useShell } from "../shell";
import { ChecksField } from "../ui/checks";
import { PageForm, SwitchField, TextField, type TextFieldProps, useSubmit } from "../ui/form";
import { useUnsaved } from "../ui/unsaved";
import { type BaseRole, choices, type CustomRole, lines, rolesOf } from "./operator-data";
import { OperatorWindows, WindowDialog } from "./operator-windows";
import { rebased, typedIn } from "./rebased";
import { emptyWindow, typed, type TypedWindow, windowsOf } from "./windows";

interface OperatorRoleFormProps {
  /** Nothing for a new one. */
  role?: CustomRole;
  base: readonly BaseRole[];
  isDisabled: boolean;
  refresh: () => void;
}

const FIELDS = ["name", "description", "roles", "permissions", "disallowPermissions", "customPermissions"] as const;
const NAME = /^[a-z_]{1,255}$/;

function valuesOf(role?: CustomRole) {
  return {
    name: role?.name ?? "",
    description: role?.description ?? "",
    roles: role?.roles ?? [],
    permissions: (role?.permissions ?? []).join("\n"),
    disallowPermissions: (role?.disallowPermissions ?? []).join("\n"),
    windows: typed(role?.customPermissions ?? []),
    isOn: !role?.disabled && !role?.inactive,
  };
}

type Values = ReturnType<typeof valuesOf>;

/** A base role that was taken out and put back is where it was. */
function ordered(values: Values): Values {
  return { ...values, roles: [...values.roles].sort() };
}

/** What a custom role is. It is sent as a whole, and refused where it is another by now. */
export function OperatorRoleForm({ role, base, isDisabled, refresh }: OperatorRoleFormProps) {
  const { alert, api, go, realm, t } = useShell();
  // `saved` is newer than the page's own where this form has changed it.
  const [form, setForm] = useState(() => ({ shown: role, saved: role, values: valuesOf(role) }));
  if (form.shown !== role) {
    setForm({ shown: role, saved: role, values: rebased(form.values, valuesOf(form.saved), valuesOf(role)) });
  }
  const { saved, values } = form;
  useUnsaved({ count: typedIn(ordered(values), ordered(valuesOf(saved))).length });
  const [open, setOpen] = useState<TypedWindow | null>(null);
  const { isBusy, errors, clear, forget, refuse, submit } = useSubmit("role", FIELDS);

  const set = (changes: Partial<Values>, field?: (typeof FIELDS)[number]) => {
    setForm((typed) => ({ ...typed, values: { ...typed.values, ...changes } }));
    if (field) clear(field);
  };
  const setWindows = (windows: TypedWindow[]) => set({ windows }, "customPermissions");
  const apply = (row: TypedWindow) => {
    const isThere = values.windows.some(({ key }) => key === row.key);
    setWindows(isThere ? values.windows.map((other) => (other.key === row.key ? row : other)) : [...values.windows, row]);
    setOpen(null);
  };
  const save = () => {
    const name = values.name.trim();
    if (!NAME.test(name)) {
      refuse("name", t("pbxErrorRoleName"));
      return;
    }
    const before = valuesOf(saved);
    // Lists that nobody has touched go back as they were, blanks included.
    const list = (member: "permissions" | "disallowPermissions") =>
      saved && values[member] === before[member] ? saved[member] : lines(values[member]);
    const body = {
      name,
      ...(values.description.trim() ? { description: values.description.trim() } : {}),
      roles: values.roles,
      permissions: list("permissions"),
      disallowPermissions: list("disallowPermissions"),
      customPermissions: windowsOf(values.windows),
      // Which way it was switched off stays, as long as it is off.
      ...(saved && !values.isOn && !before.isOn ? { disabled: saved.disabled, inactive: saved.inactive } : { disabled: !values.isOn }),
    };
    void submit(async () => {
      if (saved) {
        const at = `${rolesOf(realm)}/${encodeURIComponent(saved.id)}`;
        const now = await api.put<CustomRole>(at, { ...body, expectedVersion: saved.version });
        setForm((typed) => ({ ...typed, saved: now, values: rebased(typed.values, values, valuesOf(now)) }));
        alert(t("pbxOperatorRoleSaved", { name }));
        refresh();
      } else {
        await api.post(rolesOf(realm), body);
        alert(t("pbxOperatorRoleCreated", { name }));
        go("operators/roles", { replace: true });
      }
    });
  };
  const text = (name: "name" | "description" | "permissions" | "disallowPermissions", label: string, more: Partial<TextFieldProps> = {}) => (
    <TextField
      id={`role-${name}`}
      label={label}
      value={values[name]}
      isDisabled={isDisabled}
      onChange={(value) => {
        set({ [name]: value }, name);
        // What both lists have is told at the second, and mended in either.
        if (name === "permissions") clear("disallowPermissions");
      }}
      {...(errors[name] ? { error: errors[name] } : {})}
      {...more}
    />
  );
  return (
    <>
      <PageForm
        title={t(role ? "pbxOperatorRoleNotChanged" : "pbxOperatorRoleNotCreated")}
        {...(errors.form ? { problem: errors.form } : {})}
        onSubmit={save}
      >
        {text("name", t("name"), { isRequired: true, spellCheck: false, maxLength: 255, help: t("pbxErrorRoleName"), autoFocus: !role })}
        {text("description", t("description"), { maxLength: 255 })}
        <SwitchField
          id="role-isOn"
          label={t("pbxRoleInUse")}
          help={t("pbxRoleOnHelp")}
          value={values.isOn}
          isDisabled={isDisabled}
          onChange={(isOn) => set({ isOn })}
        />
        <ChecksField
          id="role-roles"
          label={t("pbxBaseRoles")}
          value={values.roles}
          isDisabled={isDisabled}
          options={choices(
            base.map((one) => ({
              value: one.name,
              label: one.name,
              ...(one.description ? { description: one.description } : {}),
              grantable: one.grantable,
            })),
            values.roles,
          )}
          onChange={(roles) => set({ roles }, "roles")}
          {...(errors.roles ? { error: errors.roles } : {})}
        />
        {text("permissions", t("pbxAllows"), { rows: 4, spellCheck: false, help: t("pbxPermissionsHelp"), placeholder: "devices/read" })}
        {text("disallowPermissions", t("pbxTakesAway"), { rows: 3, spellCheck: false, help: t("pbxTakesAwayHelp") })}
        <OperatorWindows
          rows={values.windows}
          isDisabled={isDisabled}
          onOpen={(row) => setOpen(row ?? emptyWindow(values.windows))}
          onRemove={(row) => setWindows(values.windows.filter((other) => other !== row))}
          {...(errors.customPermissions ? { error: errors.customPermissions } : {})}
        />
        {!isDisabled && (
          <ActionGroup>
            <Button type="submit" data-testid="save" isLoading={isBusy} isAriaDisabled={isBusy}>
              {t(role ? "save" : "create")}
            </Button>
            {role ? (
              // What somebody else has changed comes along.
              <Button
                variant="link"
                data-testid="revert"
                isDisabled={isBusy}
                onClick={() => {
                  set(valuesOf(saved));
                  forget();
                  refresh();
                }}
              >
                {t("revert")}
              </Button>
            ) : (
              <Button variant="link" isDisabled={isBusy} onClick={() => go("operators/roles")}>
                {t("cancel")}
              </Button>
            )}
          </ActionGroup>
        )}
      </PageForm>
      {open && <WindowDialog row={open} onClose={() => setOpen(null)} onApply={apply} />}
    </>
  );
}
