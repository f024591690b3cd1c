import { ActionGroup, Button, ProgressStep, ProgressStepper, Stack } from "@patternfly/react-core";
import { useState } from "react";
import { ApiError } from "../api";
import { useShell } from "../shell";
import { PageForm, SelectField, type TextFieldProps, TextField, useSubmit } from "../ui/form";
import { PageBody, PageHead } from "../ui/page";
import { useUnsaved } from "../ui/unsaved";
import { type Created, CreatedTenant } from "./created-tenant";
import { bodyOf, EMPTY, FIELDS, halfOf, type Name, STEPS } from "./new-tenant";
import { typedIn } from "./rebased";

export function CreateTenantPage() {
  const { api, can, forgetAccess, go, t } = useShell();
  const [values, setValues] = useState(EMPTY);
  const [step, setStep] = useState(0);
  const [created, setCreated] = useState<Created | null>(null);
  const { isBusy, errors, clear, refuse, submit } = useSubmit("tenant", FIELDS);
  const wrong = FIELDS.find((name) => errors[name]);
  useUnsaved({ count: created ? 0 : typedIn(values, EMPTY).length });

  const next = () => {
    const empty = (["name", "sipDomain"] as const).find((name) => !values[name].trim());
    if (empty) refuse(empty, t("pbxErrorRequired"));
    else setStep(1);
  };
  const create = () => {
    const half = halfOf(values);
    if (half) {
      refuse(half, t("pbxErrorRequired"));
      return;
    }
    void submit(async () => {
      try {
        setCreated(await api.post<Created>("master/tenants", bodyOf(values)));
        setStep(2);
        forgetAccess();
      } catch (error) {
        const named = ofField(error);
        if (named instanceof ApiError && STEPS[0].some((name) => name === named.field)) setStep(0);
        throw named;
      }
    });
  };
  const field = (name: Name, more: Partial<TextFieldProps> = {}) => (
    <TextField
      id={`tenant-${name}`}
      label={t(`pbxTenant_${name}`)}
      help={t(`pbxTenantHelp_${name}`)}
      value={values[name]}
      // A step begins with its first field, or with the one that is wrong.
      autoFocus={name === (wrong ?? STEPS[step]?.[0])}
      {...(errors[name] ? { error: errors[name] } : {})}
      onChange={(value) => {
        setValues({ ...values, [name]: value });
        clear(name);
      }}
      {...more}
    />
  );
  const title = created ? t("pbxTenantCreated", { name: created.name }) : t("pbxCreateTenant");

  return (
    <>
      <PageHead
        title={title}
        {...(created ? {} : { text: t("pbxCreateTenantText") })}
        {...(can.tenants ? { trail: [["tenants", t("pbxTenants")] as const] } : {})}
      />
      <PageBody>
        <Stack hasGutter>
          <ProgressStepper aria-label={t("pbxCreateTenant")}>
            {["pbxStepNames", "pbxStepUse", "pbxStepResult"].map((text, i) => (
              <ProgressStep
                key={text}
                id={text}
                titleId={`${text}-title`}
                variant={i < step || created ? "success" : i === step ? "info" : "pending"}
                isCurrent={i === step}
                aria-label={t(text)}
              >
                {t(text)}
              </ProgressStep>
            ))}
          </ProgressStepper>
          {created ? (
            <CreatedTenant created={created} />
          ) : (
            // Each step is another form: else the focus stays on a button that means something else now.
            <PageForm
              key={step}
              title={t("pbxTenantNotCreated")}
              {...(errors.form ? { problem: errors.form } : {})}
              onSubmit={step ? create : next}
            >
              {step === 0 ? (
                <>
                  {field("name", { isRequired: true, maxLength: 1024 })}
                  {field("sipDomain", { isRequired: true, spellCheck: false, maxLength: 280, placeholder: "pbx.example.com" })}
                  {field("sipDomainAliases", { rows: 2, spellCheck: false })}
                  {field("realm", { spellCheck: false, maxLength: 255 })}
                  {field("website", { type: "url", maxLength: 255 })}
                  {field("avatarUrl", { spellCheck: false, maxLength: 2048 })}
                </>
              ) : (
                <>
                  {field("administrator-username", { spellCheck: false, maxLength: 255 })}
                  {field("administrator-email", { type: "email", maxLength: 255 })}
                  {field("redirectUris", { rows: 2, spellCheck: false })}
                  {field("smtpServer-host", { spellCheck: false, maxLength: 255 })}
                  {field("smtpServer-port", { spellCheck: false, maxLength: 5, placeholder: "25" })}
                  <SelectField
                    id="tenant-smtpServer-encryption"
                    label={t("pbxTenant_smtpServer-encryption")}
                    value={values["smtpServer-encryption"]}
                    onChange={(value) => setValues({ ...values, "smtpServer-encryption": value })}
                    options={["", "starttls", "ssl"].map((value) => ({ value, label: t(`pbxEncryption_${value || "none"}`) }))}
                  />
                  {field("smtpServer-from", { type: "email", maxLength: 255 })}
                  {field("smtpServer-user", { spellCheck: false, maxLength: 255 })}
                  {field("smtpServer-password", { type: "password", maxLength: 255, autoComplete: "new-password" })}
                </>
              )}
              <ActionGroup>
                <Button type="submit" data-testid="save" isLoading={isBusy} isAriaDisabled={isBusy}>
                  {t(step ? "create" : "next")}
                </Button>
                {step > 0 && (
                  <Button variant="secondary" isDisabled={isBusy} onClick={() => setStep(0)}>
                    {t("back")}
                  </Button>
                )}
                <Button variant="link" isDisabled={isBusy} onClick={() => go("tenants")}>
                  {t("cancel")}
                </Button>
              </ActionGroup>
            </PageForm>
          )}
        </Stack>
      </PageBody>
    </>
  );
}

/** The same error, with the field that its member has here: `administrator.email`, `redirectUris[0]`. */
function ofField(error: unknown): unknown {
  return error instanceof ApiError && error.field
    ? new ApiError(error.status, error.message, error.field.replace(/\[\d+\]$/, "").replace(".", "-"), error.key, error.params)
    : error;
}
