import {
  Button,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Divider,
  Flex,
  FlexItem,
  Stack,
} from "@patternfly/react-core";
import { path } from "../api";
import { type PageProps, useShell } from "../shell";
import { useLoad } from "../ui/load";
import { ConsoleLink, PageBody, PageHead } from "../ui/page";
import { Pending } from "../ui/pending";
import { type Tenant, TenantStatus, useTenantActions } from "./tenant-actions";
import { TenantElsewhere } from "./tenant-elsewhere";
import { TenantForm } from "./tenant-form";

export function TenantPage({ id }: PageProps) {
  const { api, t } = useShell();
  const { data, error, refresh } = useLoad((signal) => api.get<Tenant>(path`master/tenants/${id}`, {}, signal), [api, id]);
  if (!data) {
    return <Pending error={error} gone={t("pbxNoTenant")} failed={t("pbxTenantNotLoaded")} back={["tenants", t("pbxAllTenants")]} />;
  }
  return <LoadedTenant tenant={data} refresh={refresh} />;
}

function LoadedTenant({ tenant, refresh }: { tenant: Tenant; refresh: () => void }) {
  const { can, go, realm, t } = useShell();
  const { actions, dialog } = useTenantActions((_, isGone) => {
    if (!isGone) refresh();
    else go("tenants", { replace: true });
  });
  // Who manages one tenant alone is told so in its realm.
  const mayManage = can.tenants === "manage" || (tenant.realm === realm && can.realm === "manage");
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
              {actions(tenant).map(({ title, isDanger, onClick }, index) => (
                // By its place: the one that turns into another keeps the focus.
                <FlexItem key={index}>
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
        <Stack hasGutter>
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
                  <ConsoleLink to={`${at}/pbx/overview`}>{t("pbxOverview")}</ConsoleLink>
                  <ConsoleLink to={`${at}/users`}>{t("users")}</ConsoleLink>
                  <ConsoleLink to={`${at}/pbx/settings`}>{t("pbxSettings")}</ConsoleLink>
                </Flex>
              </DescriptionListDescription>
            </DescriptionListGroup>
          </DescriptionList>
          <Divider />
          <TenantForm tenant={tenant} isDisabled={!mayManage} refresh={refresh} />
          <Divider />
          <TenantElsewhere realm={tenant.realm} />
        </Stack>
      </PageBody>
      {dialog}
    </>
  );
}
