// What pages about tenants share: a tenant, its state, and what is done to it as a whole.
import { Label, LabelGroup } from "@patternfly/react-core";
import BanIcon from "@patternfly/react-icons/dist/esm/icons/ban-icon";
import CheckCircleIcon from "@patternfly/react-icons/dist/esm/icons/check-circle-icon";
import ExclamationTriangleIcon from "@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon";
import { useState } from "react";
import { ApiError, path } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { ConsoleLink } from "../ui/page";
import type { Action } from "../ui/row-actions";
import { DeleteTenant } from "./tenant-delete";
import { UpgradeTenant } from "./tenant-upgrade";

export type Warning = "suspended" | "noMailServer" | "noAdministrator" | "noAppAddress";

export interface Tenant {
  id: string;
  tenantId: string;
  realm: string;
  name: string;
  sipDomain: string;
  sipDomainAliases: string[];
  website?: string;
  avatarUrl?: string;
  enabled: boolean;
  warnings?: Warning[];
  /** How many sign-ins have succeeded and failed, where a list is asked for it. */
  contents?: Record<string, number>;
}

/** A tenant with how much there is in it, by what is counted. */
export interface Summary extends Tenant {
  contents: Record<string, number>;
}

/** Where what a warning is about is mended in Keycloak's own pages, for who is not known to see the tenant's settings. */
const MENDED: Record<Exclude<Warning, "suspended">, string> = {
  noMailServer: "realm-settings/email",
  noAdministrator: "users",
  noAppAddress: "clients",
};

/** Aliases as small labels, or a dash. */
export function Aliases({ of }: { of: Tenant }) {
  const { t } = useShell();
  return of.sipDomainAliases.length ? (
    <LabelGroup numLabels={2} aria-label={t("pbxAliasesOf", { name: of.name })} collapsedText={t("pbxMore", { count: of.sipDomainAliases.length - 2 })}>
      {of.sipDomainAliases.map((alias) => (
        <Label key={alias} isCompact>
          {alias}
        </Label>
      ))}
    </LabelGroup>
  ) : (
    "—"
  );
}

export function TenantStatus({ tenant: { enabled } }: { tenant: Tenant }) {
  const { t } = useShell();
  return enabled ? (
    <Label color="green" isCompact icon={<CheckCircleIcon />}>
      {t("pbxActive")}
    </Label>
  ) : (
    <Label color="red" isCompact icon={<BanIcon />}>
      {t("pbxSuspended")}
    </Label>
  );
}

/** What keeps a tenant's people from working, each with the way to where it is mended. */
export function TenantWarnings({ tenant: { realm, warnings = [] } }: { tenant: Tenant }) {
  const { can, realm: shown, t } = useShell();
  const places = can.settings && realm === shown ? { ...MENDED, noMailServer: "pbx/settings" } : MENDED;
  return warnings
    .filter((warning) => warning !== "suspended")
    .map((warning) => (
      <Label
        key={warning}
        color="orange"
        isCompact
        icon={<ExclamationTriangleIcon />}
        render={({ className, content }) => (
          <ConsoleLink className={className} to={`/${encodeURIComponent(realm)}/${places[warning]}`}>
            {content}
          </ConsoleLink>
        )}
      >
        {t(`pbxWarning_${warning}`)}
      </Label>
    ));
}

interface Asked {
  tenant: Tenant;
  action: "upgrade" | "suspend" | "delete";
}

/**
 * What may be done to a tenant as a whole, as the items of a menu, and the dialog that is open.
 *
 * @param onChanged hears of each change, and of a tenant that is gone
 */
export function useTenantActions(onChanged: (tenant: Tenant, isGone: boolean) => void) {
  const { api, alert, fail, forgetAccess, goTo, host, realm, t } = useShell();
  const [asked, setAsked] = useState<Asked | null>(null);

  /** What cannot be done because somebody else has deleted the tenant is no matter of the dialog. */
  const change = async (tenant: Tenant, work: Promise<void>, done: string, isGone: boolean) => {
    try {
      await work;
      alert(t(done, { name: tenant.name }));
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) {
        throw error;
      }
      fail(t("pbxTenantNotChanged", { name: tenant.name }), error);
      isGone = true;
    }
    setAsked(null);
    if (isGone && tenant.realm === realm) {
      // The console would stay in a realm that is gone.
      goTo(`/${encodeURIComponent(host.environment.masterRealm)}/pbx/tenants`, { isDone: true });
      forgetAccess();
      return;
    }
    forgetAccess();
    onChanged(tenant, isGone);
  };
  const suspend = (tenant: Tenant) =>
    change(tenant, api.post(path`master/tenants/${tenant.sipDomain}/suspend`), "pbxTenantSuspended", false);
  const remove = (tenant: Tenant) =>
    change(tenant, api.delete(path`master/tenants/${tenant.sipDomain}`), "pbxTenantDeleted", true);
  const resume = (tenant: Tenant) =>
    change(tenant, api.post(path`master/tenants/${tenant.sipDomain}/resume`), "pbxTenantResumed", false).catch((error: unknown) =>
      fail(t("pbxTenantNotChanged", { name: tenant.name }), error),
    );

  const actions = (tenant: Tenant): Action[] => [
    { title: t("pbxUpgrade"), onClick: () => setAsked({ tenant, action: "upgrade" }) },
    tenant.enabled
      ? { title: t("pbxSuspend"), onClick: () => setAsked({ tenant, action: "suspend" }) }
      : { title: t("pbxResume"), onClick: () => void resume(tenant) },
    { title: t("delete"), isDanger: true, onClick: () => setAsked({ tenant, action: "delete" }) },
  ];
  const close = () => setAsked(null);
  const dialog =
    asked &&
    (asked.action === "upgrade" ? (
      <UpgradeTenant
        tenant={asked.tenant}
        onClose={close}
        onDone={() => {
          close();
          forgetAccess();
          onChanged(asked.tenant, false);
        }}
      />
    ) : asked.action === "suspend" ? (
      <Confirm
        title={t("pbxSuspendTitle", { name: asked.tenant.name })}
        action={t("pbxSuspend")}
        danger
        onClose={close}
        onConfirm={() => suspend(asked.tenant)}
      >
        <p>{t("pbxSuspendText", { domain: asked.tenant.sipDomain })}</p>
      </Confirm>
    ) : (
      <DeleteTenant tenant={asked.tenant} onClose={close} onConfirm={() => remove(asked.tenant)} />
    ));
  return { actions, dialog };
}
