import { Button, Flex, FlexItem, Label, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { path, type Query } from "../api";
import { useAddress, useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Filter } from "../ui/filter";
import { ConsoleLink, PageBody, PageHead } from "../ui/page";
import { startOfDay } from "./moment";
import { Aliases, type Tenant, TenantStatus, TenantWarnings, useTenantActions } from "./tenant-actions";

/** What the list may be narrowed down to, as the address has it and as the server is asked. */
const SHOWN: Record<string, Query> = {
  active: { enabled: true },
  suspended: { enabled: false },
  noMailServer: { warning: "noMailServer" },
  noAdministrator: { warning: "noAdministrator" },
  noAppAddress: { warning: "noAppAddress" },
};

export function TenantsPage() {
  const { api, can, go, goTo, t, version } = useShell();
  const [address, setAddress] = useAddress();
  const [refresh, setRefresh] = useState(0);
  const shown = Object.keys(SHOWN).find((name) => name === address.get("show")) ?? "";
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) =>
      api.page<Tenant>(
        "master/tenants",
        { ...query, ...SHOWN[shown], warnings: true, signInsSince: startOfDay(0) },
        signal,
      ),
    [api, shown],
  );
  const { actions, dialog } = useTenantActions(() => setRefresh((n) => n + 1));
  const create = can.createTenants && (
    <Button data-testid="create-tenant" onClick={() => go("tenants/add")}>
      {t("pbxCreateTenant")}
    </Button>
  );

  return (
    <>
      <PageHead
        title={t("pbxTenants")}
        label={
          <Label isCompact data-testid="version">
            {t("pbxVersionIs", { version })}
          </Label>
        }
        text={t("pbxTenantsText")}
        divider={false}
      />
      <PageBody isList>
        <DataTable<Tenant>
          label={t("pbxTenants")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchTenants")}
          isFiltered={shown !== ""}
          rowKey={(tenant) => tenant.id}
          rowLabel={(tenant) => tenant.name}
          toolbar={
            <>
              <Filter
                id="show"
                label={t("pbxShow")}
                value={shown}
                options={["", ...Object.keys(SHOWN)].map((name) => [name, t(`pbxShow_${name || "all"}`)] as const)}
                onChange={(show) => setAddress({ show, page: undefined })}
              />
              {create && <ToolbarItem>{create}</ToolbarItem>}
            </>
          }
          columns={[
            {
              title: t("name"),
              width: 20,
              cell: (tenant) => <ConsoleLink to={path`/${tenant.realm}/pbx/overview`}>{tenant.name}</ConsoleLink>,
            },
            { title: t("pbxSipDomain"), width: 20, cell: (tenant) => tenant.sipDomain },
            { title: t("pbxAliases"), cell: (tenant) => <Aliases of={tenant} /> },
            { title: t("realm"), cell: (tenant) => tenant.realm },
            {
              title: t("status"),
              width: 25,
              cell: (tenant) => (
                <Flex spaceItems={{ default: "spaceItemsXs" }}>
                  <FlexItem>
                    <TenantStatus tenant={tenant} />
                  </FlexItem>
                  <TenantWarnings tenant={tenant} />
                </Flex>
              ),
            },
            { title: t("pbxSignInsToday"), width: 15, cell: (tenant) => <SignInsToday tenant={tenant} /> },
          ]}
          actions={(tenant) => [
            {
              title: t("pbxTenantPage"),
              onClick: () => go(`tenants/${encodeURIComponent(tenant.sipDomain)}`),
            },
            { title: t("users"), onClick: () => goTo(`/${encodeURIComponent(tenant.realm)}/users`) },
            ...(can.tenants === "manage" ? actions(tenant) : []),
          ]}
          empty={{ title: t("pbxNoTenants"), text: t("pbxNoTenantsText"), action: create }}
        />
      </PageBody>
      {dialog}
    </>
  );
}

/** How many have succeeded and failed, each with the way to these; nothing where it is not known. */
function SignInsToday({ tenant: { realm, contents = {} } }: { tenant: Tenant }) {
  const { t } = useShell();
  const told = ["signIns", "failedSignIns"].filter((name) => contents[name] !== undefined);
  return told.length ? (
    <Flex spaceItems={{ default: "spaceItemsSm" }}>
      {told.map((name) => (
        <FlexItem key={name} data-testid={`listed-${name}`}>
          <ConsoleLink to={`/${encodeURIComponent(realm)}/pbx/sign-ins?outcome=${name}`}>
            {t(`pbxListed_${name}`, { count: contents[name] })}
          </ConsoleLink>
        </FlexItem>
      ))}
    </Flex>
  ) : (
    "—"
  );
}
