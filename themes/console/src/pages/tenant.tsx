import {
  ActionGroup,
  Button,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Divider,
  EmptyStateActions,
  EmptyStateFooter,
  Flex,
  FlexItem,
  Skeleton,
} from "@patternfly/react-core";
import { useState } from "react";
import { ApiError, path } from "../api";
import { type PageProps, useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { PageForm, SwitchField, TextField, useSubmit } from "../ui/form";
import { useLoad } from "../ui/load";
import { ConsoleLink, Message, PageBody, PageHead, PbxLink } from "../ui/page";
import { words } from "./new-tenant";
import { type Tenant, TenantStatus, useTenantActions } from "./tenant-actions";

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

export function TenantPage({ id }: PageProps) {
  const { api, t, textOf } = useShell();
  const { data, error, reload } = useLoad((signal) => api.get<Tenant>(path`master/tenants/${id}`, {}, signal), [api, id]);
  if (error !== undefined) {
    return (
      <Message
        title={error instanceof ApiError && error.status === 404 ? t("pbxNoTenant") : t("pbxTenantNotLoaded")}
        text={textOf(error)}
      >
        <EmptyStateFooter>
          <EmptyStateActions>
            <PbxLink to="tenants">{t("pbxAllTenants")}</PbxLink>
          </EmptyStateActions>
        </EmptyStateFooter>
      </Message>
    );
  }
  if (!data) {
    return (
      <PageBody>
        <Skeleton screenreaderText={t("pbxLoading")} />
      </PageBody>
    );
  }
  return <LoadedTenant key={JSON.stringify(data)} tenant={data} reload={reload} />;
}

function LoadedTenant({ tenant, reload }: { tenant: Tenant; reload: () => void }) {
  const { can, go, goTo, host, realm, t } = useShell();
  const { actions, dialog } = useTenantActions((_, isGone) => {
    if (!isGone) reload();
    // The console would stay in a realm that is gone.
    else if (realm === tenant.realm) goTo(`/${encodeURIComponent(host.environment.masterRealm)}/pbx/tenants`);
    else go("tenants", { replace: true });
  });
  const mayManage = can.tenants === "manage";
  const at = `/${encodeURIComponent(tenant.realm)}`;
  return (
    <>
      <PageHead
        title={tenant.name}
        label={<TenantStatus tenant={tenant} />}
        trail={[["tenants", t("pbxTenants")]]}
        actions={
          mayManage && (
            <Flex>
              {actions(tenant).map(({ title, isDanger, onClick }) => (
                <FlexItem key={title}>
                  <Button variant={isDanger ? "danger" : "secondary"} onClick={onClick}>
                    {title}
                  </Button>
                </FlexItem>
              ))}
            </Flex>
          )
        }
      />
      <PageBody>
        <DescriptionList isHorizontal isCompact>
          <DescriptionListGroup>
            <DescriptionListTerm>{t("pbxTenantNumber")}</DescriptionListTerm>
            <DescriptionListDescription>{tenant.tenantId}</DescriptionListDescription>
          </DescriptionListGroup>
          <DescriptionListGroup>
            <DescriptionListTerm>{t("realm")}</DescriptionListTerm>
            <DescriptionListDescription>
              <ConsoleLink to={`${at}/realm-settings`}>{tenant.realm}</ConsoleLink>
            </DescriptionListDescription>
          </DescriptionListGroup>
          <DescriptionListGroup>
            <DescriptionListTerm>{t("pbxGoTo")}</DescriptionListTerm>
            <DescriptionListDescription>
              <Flex>
                <ConsoleLink to={`${at}/pbx/extensions`}>{t("pbxExtensions")}</ConsoleLink>
                <ConsoleLink to={`${at}/users`}>{t("users")}</ConsoleLink>
                <ConsoleLink to={`${at}/realm-settings/email`}>{t("pbxMailServer")}</ConsoleLink>
              </Flex>
            </DescriptionListDescription>
          </DescriptionListGroup>
        </DescriptionList>
        <Divider />
        <TenantForm tenant={tenant} isDisabled={!mayManage} reload={reload} />
      </PageBody>
      {dialog}
    </>
  );
}

function TenantForm({ tenant, isDisabled, reload }: { tenant: Tenant; isDisabled: boolean; reload: () => void }) {
  const { alert, api, forgetAccess, go, t } = useShell();
  const before: Values = {
    name: tenant.name,
    sipDomain: tenant.sipDomain,
    sipDomainAliases: tenant.sipDomainAliases.join("\n"),
    website: tenant.website ?? "",
    avatarUrl: tenant.avatarUrl ?? "",
  };
  const [values, setValues] = useState(before);
  const [asked, setAsked] = useState<Changes | null>(null);
  const [isKept, setKept] = useState(true);
  const { isBusy, errors, clear, refuse, submit } = useSubmit("tenant", FIELDS);

  /** Only what was changed, so that two who change different things do not undo each other. */
  const changes = (): Changes =>
    Object.fromEntries(
      FIELDS.filter((name) => values[name] !== before[name]).map((name) => [
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
      else reload();
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
  const field = (name: keyof Values, more: object = {}) => (
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
            <Button type="submit" data-testid="save" isLoading={isBusy} isDisabled={isBusy || !Object.keys(changes()).length}>
              {t("save")}
            </Button>
            <Button variant="link" onClick={() => setValues(before)}>
              {t("revert")}
            </Button>
          </ActionGroup>
        )}
      </PageForm>
      {asked && (
        <Confirm
          title={t("pbxNewDomainTitle", { name: tenant.name })}
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
