import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from "@patternfly/react-core";
import type { ReactNode } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { ConsoleLink, PbxLink } from "../ui/page";

/** Of the answer of `GET /admin/realms/{realm}/pbx-console`: what nobody changes on this page. */
export interface Facts {
  /** Of the bundle. */
  version: string;
  /** Missing where the realm is a tenant no more. */
  tenant?: { tenantId: string; sipDomain: string; sipDomainAliases: string[]; enabled: boolean };
}

/** What is set elsewhere, and where. */
export function SettingsFacts({ facts: { tenant, version } }: { facts: Facts }) {
  const { can, realm, t } = useShell();
  const rows: [title: string, value: ReactNode][] = [[t("pbxVersion"), version]];
  if (tenant) {
    rows.unshift(
      [t("pbxTenantNumber"), tenant.tenantId],
      [t("pbxSipDomain"), tenant.sipDomain],
      [t("pbxAliases"), tenant.sipDomainAliases.join(", ") || "–"],
      [t("pbxState"), t(tenant.enabled ? "pbxActive" : "pbxSuspended")],
    );
    rows.push([
      t("pbxOfTheSystem"),
      can.tenants ? (
        <PbxLink to={`tenants/${encodeURIComponent(tenant.sipDomain)}`}>{t("pbxTenantPage")}</PbxLink>
      ) : (
        t("pbxSystemsSettings")
      ),
    ]);
  }
  if (can.identityProviders) {
    rows.push([
      t("pbxMicrosoft365"),
      <>
        <p>{t("pbxMicrosoft365Text")}</p>
        <p>
          <ConsoleLink to={path`/${realm}/identity-providers`}>{t("identityProviders")}</ConsoleLink>
        </p>
      </>,
    ]);
  }
  if (can.clients) {
    rows.push([
      t("pbxSecrets"),
      <>
        <p>{t("pbxSecretsText", { tab: t("credentials") })}</p>
        <p>
          <ConsoleLink to={path`/${realm}/clients`}>{t("clients")}</ConsoleLink>
        </p>
      </>,
    ]);
  }
  return (
    <DescriptionList isHorizontal isCompact data-testid="facts">
      {rows.map(([title, value]) => (
        <DescriptionListGroup key={title}>
          <DescriptionListTerm>{title}</DescriptionListTerm>
          <DescriptionListDescription>{value}</DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  );
}
