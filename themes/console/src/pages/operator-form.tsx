import { ActionGroup, Alert, Button, Skeleton } from "@patternfly/react-core";
import { useState } from "react";
import { useShell } from "../shell";
import { PageForm, useSubmit } from "../ui/form";
import { useUnsaved } from "../ui/unsaved";
import { nameOf } from "../ui/user-select";
import { words } from "./new-tenant";
import { isSame, type Operator, operatorsOf } from "./operator-data";
import { FIELDS, type Offer, OperatorFields, type Values } from "./operator-fields";
import { heldBy, useOffer } from "./operator-offer";
import { rebased } from "./rebased";

interface OperatorFormProps {
  operator: Operator;
  isDisabled: boolean;
  refresh: () => void;
}

/** What may be changed of an operator. */
export function OperatorForm(props: OperatorFormProps) {
  const { t, textOf } = useShell();
  const { operator } = props;
  const mayGive = operator.access?.mapRoles ?? false;
  const { data, error } = useOffer(mayGive);
  if (error !== undefined) {
    return (
      <Alert variant="danger" isInline component="p" title={t("pbxListFailed")}>
        {textOf(error)}
      </Alert>
    );
  }
  return data ? <LoadedForm {...props} offer={mayGive ? data : heldBy(operator)} /> : <Skeleton screenreaderText={t("pbxLoading")} />;
}

function valuesOf(operator: Operator): Values {
  return {
    email: operator.email ?? "",
    firstName: operator.firstName ?? "",
    lastName: operator.lastName ?? "",
    password: "",
    roles: operator.roles,
    customRoles: operator.customRoles.map(({ id }) => id),
    allowedAddresses: operator.allowedAddresses.join("\n"),
    sessionAddressLock: operator.sessionAddressLock,
  };
}

/** Only what is changed, as the server takes it. */
function changesOf(before: Values, values: Values) {
  const changes: Record<string, unknown> = {};
  for (const name of ["email", "firstName", "lastName"] as const) {
    if (values[name].trim() !== before[name]) changes[name] = values[name].trim();
  }
  for (const name of ["roles", "customRoles"] as const) {
    if (!isSame(values[name], before[name])) changes[name] = values[name];
  }
  const addresses = words(values.allowedAddresses);
  if (!isSame(addresses, words(before.allowedAddresses))) changes.allowedAddresses = addresses;
  if (values.sessionAddressLock !== before.sessionAddressLock) changes.sessionAddressLock = values.sessionAddressLock;
  return changes;
}

function LoadedForm({ operator, isDisabled, refresh, offer }: OperatorFormProps & { offer: Offer }) {
  const { alert, api, realm, t } = useShell();
  // `saved` is newer than the page's own where this form has changed it.
  const [form, setForm] = useState({ shown: operator, saved: operator, values: valuesOf(operator) });
  if (form.shown !== operator) {
    setForm({ shown: operator, saved: operator, values: rebased(form.values, valuesOf(form.saved), valuesOf(operator)) });
  }
  const { saved, values } = form;
  const before = valuesOf(saved);
  const setValues = (next: Values) => setForm((typed) => ({ ...typed, values: next }));
  const { isBusy, errors, clear, forget, refuse, submit } = useSubmit("operator", FIELDS);
  const name = nameOf(saved);
  const changes = changesOf(before, values);
  useUnsaved({ count: Object.keys(changes).length });

  const save = () => {
    const empty = (["email", "firstName"] as const).find((field) => changes[field] === "");
    if (empty) {
      refuse(empty, t("pbxErrorRequired"));
      return;
    }
    if (before.roles.length + before.customRoles.length && !values.roles.length && !values.customRoles.length) {
      refuse("roles", t("pbxErrorOperatorRoles"));
      return;
    }
    void submit(async () => {
      const at = `${operatorsOf(realm)}/${encodeURIComponent(saved.id)}`;
      const now = await api.put<Operator>(at, { expectedVersion: saved.version, ...changes });
      setForm((typed) => ({ ...typed, saved: now, values: rebased(typed.values, values, valuesOf(now)) }));
      alert(t("pbxOperatorSaved", { name }));
      refresh();
    });
  };
  return (
    <PageForm title={t("pbxOperatorNotChanged", { name })} {...(errors.form ? { problem: errors.form } : {})} onSubmit={save}>
      <OperatorFields
        values={values}
        errors={errors}
        offer={offer}
        held={operator}
        isDisabled={isDisabled}
        areRolesDisabled={!operator.access?.mapRoles}
        onChange={(changed) => {
          setValues({ ...values, ...changed });
          Object.keys(changed).forEach(clear);
        }}
      />
      {!isDisabled && (
        <ActionGroup>
          <Button type="submit" data-testid="save" isLoading={isBusy} isAriaDisabled={isBusy || !Object.keys(changes).length}>
            {t("save")}
          </Button>
          {/* What somebody else has changed comes along. */}
          <Button
            variant="link"
            data-testid="revert"
            isDisabled={isBusy}
            onClick={() => {
              setValues(before);
              forget();
              refresh();
            }}
          >
            {t("revert")}
          </Button>
        </ActionGroup>
      )}
    </PageForm>
  );
}
