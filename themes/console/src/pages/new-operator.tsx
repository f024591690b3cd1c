import { ActionGroup, Button, Skeleton } from "@patternfly/react-core";
import { useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { PageForm, useSubmit } from "../ui/form";
import { Message, PageBody, PageHead } from "../ui/page";
import { useUnsaved } from "../ui/unsaved";
import { words } from "./new-tenant";
import { operatorsOf } from "./operator-data";
import { FIELDS, OperatorFields, type Values } from "./operator-fields";
import { useOffer } from "./operator-offer";
import { typedIn } from "./rebased";

interface SignedUp {
  id: string;
  verificationEmailSent?: boolean;
}

const EMPTY: Values = {
  email: "",
  firstName: "",
  lastName: "",
  password: "",
  roles: [],
  customRoles: [],
  allowedAddresses: "",
  sessionAddressLock: false,
};

const NOTHING = { roles: [], customRoles: [] };

/** Signs up an operator, who gets a mail to verify the email address. */
export function NewOperatorPage() {
  const { alert, api, can, fail, go, realm, t, textOf } = useShell();
  const [values, setValues] = useState(EMPTY);
  const { isBusy, errors, clear, refuse, submit } = useSubmit("operator", FIELDS);
  const offer = useOffer();
  useUnsaved({ count: typedIn(values, EMPTY).length });
  if (can.operators !== "manage") {
    return <Message title={t("pbxForbidden")} text={t("pbxForbiddenText")} />;
  }
  if (offer.error !== undefined) {
    return <Message title={t("pbxListFailed")} text={textOf(offer.error)} />;
  }

  const signUp = () => {
    const empty = (["email", "firstName", "password"] as const).find((name) => !values[name].trim());
    if (empty) {
      refuse(empty, t("pbxErrorRequired"));
      return;
    }
    if (!values.roles.length && !values.customRoles.length) {
      refuse("roles", t("pbxErrorOperatorRoles"));
      return;
    }
    void submit(async () => {
      const email = values.email.trim();
      const made = await api.post<SignedUp>(operatorsOf(realm), {
        email,
        firstName: values.firstName.trim(),
        lastName: values.lastName.trim(),
        password: values.password,
        roles: values.roles,
        customRoles: values.customRoles,
        allowedAddresses: words(values.allowedAddresses),
        sessionAddressLock: values.sessionAddressLock,
      });
      alert(t("pbxOperatorSignedUp", { email }));
      if (made.verificationEmailSent === false) {
        fail(t("pbxOperatorNotMailed", { email }), new Error(t("pbxOperatorNotMailedText")));
      }
      go(path`operators/${made.id}`, { replace: true });
    });
  };
  return (
    <>
      <PageHead title={t("pbxSignUpOperator")} text={t("pbxSignUpOperatorText")} trail={[["operators", t("pbxOperators")]]} />
      <PageBody>
        {offer.data ? (
          <PageForm title={t("pbxOperatorNotSignedUp")} {...(errors.form ? { problem: errors.form } : {})} onSubmit={signUp}>
            <OperatorFields
              isNew
              values={values}
              errors={errors}
              offer={offer.data}
              held={NOTHING}
              onChange={(changes) => {
                setValues({ ...values, ...changes });
                Object.keys(changes).forEach(clear);
              }}
            />
            <ActionGroup>
              <Button type="submit" data-testid="save" isLoading={isBusy} isAriaDisabled={isBusy}>
                {t("pbxSignUp")}
              </Button>
              <Button variant="link" isDisabled={isBusy} onClick={() => go("operators")}>
                {t("cancel")}
              </Button>
            </ActionGroup>
          </PageForm>
        ) : (
          <Skeleton screenreaderText={t("pbxLoading")} />
        )}
      </PageBody>
    </>
  );
}
