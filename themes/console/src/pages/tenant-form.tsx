import { ActionGroup, Button } from "@patternfly/react-core";
import { useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { PageForm, SwitchField, TextField, type TextFieldProps, useSubmit } from "../ui/form";
import { useUnsaved } from "../ui/unsaved";
import { words } from "./new-tenant";
import { rebased, typedIn } from "./rebased";
import type { Tenant } from "./tenant-actions";

/** What is changed here, as it is typed. */
interface Values {
  name: string;
  sipDomain: string;
  sipDomainAliases: string;
  website: string;
  avatarUrl: string;
}

type Changes = Partial<Omit<Values, "sipDomainAliases"> & { sipDomainAliases: string[] }>;

const FIELDS = ["name", "sipDomain", "sipDomainAliases", "website", "avatarUrl"] as const;

function valuesOf(tenant: Tenant): Values {
  return {
    name: tenant.name,
    sipDomain: tenant.sipDomain,
    sipDomainAliases: tenant.sipDomainAliases.join("\n"),
    website: tenant.website ?? "",
    avatarUrl: tenant.avatarUrl ?? "",
  };
}

/** What may be changed of a tenant. Another primary domain is asked about before. */
export function TenantForm({ tenant, isDisabled, refresh }: { tenant: Tenant; isDisabled: boolean; refresh: () => void }) {
  const { alert, api, forgetAccess, go, t } = useShell();
  // `before` is newer than the page's own where this form has saved something.
  const [form, setForm] = useState(() => ({ shown: tenant, before: valuesOf(tenant), values: valuesOf(tenant) }));
  if (form.shown !== tenant) {
    const now = valuesOf(tenant);
    setForm({ shown: tenant, before: now, values: rebased(form.values, form.before, now) });
  }
  const { before, values } = form;
  const setValues = (next: Values) => setForm((typed) => ({ ...typed, values: next }));
  const [asked, setAsked] = useState<Changes | null>(null);
  const [isKept, setKept] = useState(true);
  const { isBusy, errors, clear, forget, refuse, submit } = useSubmit("tenant", FIELDS);

  useUnsaved({ count: typedIn(values, before).length });

  /** Only what was changed, so that two who change different things do not undo each other. */
  const changes = (): Changes =>
    Object.fromEntries(
      typedIn(values, before).map((name) => [
        name,
        name === "sipDomainAliases" ? words(values[name]) : values[name].trim(),
      ]),
    );
  const save = (changed: Changes) =>
    submit(async () => {
      setAsked(null);
      await api.put(path`master/tenants/${tenant.sipDomain}`, changed);
      alert(t("pbxTenantSaved", { name: changed.name ?? tenant.name }));
      forgetAccess();
      if (changed.sipDomain) go(`tenants/${encodeURIComponent(changed.sipDomain)}`, { replace: true });
      else {
        // As it was sent, until the server has told what it has made of it.
        setForm((typed) => ({ ...typed, before: values }));
        refresh();
      }
    });
  const check = () => {
    const changed = changes();
    const empty = (["name", "sipDomain"] as const).find((name) => !values[name].trim());
    if (empty) refuse(empty, t("pbxErrorRequired"));
    else if (changed.sipDomain) setAsked(changed);
    else void save(changed);
  };
  const withOldDomain = (changed: Changes): Changes => {
    const aliases = (changed.sipDomainAliases ?? tenant.sipDomainAliases).filter((alias) => alias !== changed.sipDomain);
    return { ...changed, sipDomainAliases: isKept ? [...aliases, tenant.sipDomain] : aliases };
  };
  const field = (name: keyof Values, more: Partial<TextFieldProps> = {}) => (
    <TextField
      id={`tenant-${name}`}
      label={t(`pbxTenant_${name}`)}
      help={t(`pbxTenantHelp_${name}`)}
      value={values[name]}
      {...(errors[name] ? { error: errors[name] } : {})}
      isDisabled={isDisabled}
      onChange={(value) => {
        setValues({ ...values, [name]: value });
        clear(name);
      }}
      {...more}
    />
  );
  return (
    <>
      <PageForm
        title={t("pbxTenantNotChanged", { name: tenant.name })}
        {...(errors.form ? { problem: errors.form } : {})}
        onSubmit={check}
      >
        {field("name", { isRequired: true, maxLength: 1024 })}
        {field("sipDomain", { isRequired: true, spellCheck: false, maxLength: 280 })}
        {field("sipDomainAliases", { rows: 3, spellCheck: false })}
        {field("website", { type: "url", maxLength: 255 })}
        {field("avatarUrl", { spellCheck: false, maxLength: 2048 })}
        {!isDisabled && (
          <ActionGroup>
            <Button type="submit" data-testid="save" isLoading={isBusy} isAriaDisabled={isBusy || !Object.keys(changes()).length}>
              {t("save")}
            </Button>
            <Button
              variant="link"
              onClick={() => {
                setValues(before);
                forget();
              }}
            >
              {t("revert")}
            </Button>
          </ActionGroup>
        )}
      </PageForm>
      {asked && (
        <Confirm
          title={t("pbxNewDomainTitle")}
          action={t("pbxChangeDomain")}
          danger
          onClose={() => setAsked(null)}
          onConfirm={async () => void (await save(withOldDomain(asked)))}
        >
          <p>{t("pbxNewDomainText", { from: tenant.sipDomain, to: asked.sipDomain })}</p>
          <SwitchField
            id="tenant-keep"
            label={t("pbxKeepDomain", { domain: tenant.sipDomain })}
            value={isKept}
            onChange={setKept}
          />
        </Confirm>
      )}
    </>
  );
}
