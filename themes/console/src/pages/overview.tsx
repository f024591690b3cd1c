import { Alert, Flex, Stack, StackItem } from "@patternfly/react-core";
import { path } from "../api";
import { type Shell, useShell } from "../shell";
import { Fact, Facts } from "../ui/facts";
import { type FigureCard, FigureCards } from "../ui/figures";
import { useLoad } from "../ui/load";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { Pending } from "../ui/pending";
import { startOfDay } from "./moment";
import { Aliases, type Summary, TenantStatus, TenantWarnings } from "./tenant-actions";

/** What is told on cards, and where each number leads. What the server leaves out, the administrator may not know. */
const CARDS: readonly (readonly [title: string, figures: Readonly<Record<string, string>>])[] = [
  ["pbxPeople", { users: "people", disabledUsers: "people?show=disabled" }],
  ["pbxExtensions", { ownedExtensions: "extensions?owner=owned", freeExtensions: "extensions?owner=free" }],
  ["pbxSignInsToday", { signIns: "sign-ins?outcome=signIns", failedSignIns: "sign-ins?outcome=failedSignIns" }],
  ["pbxAddressLocks", { blockedAddresses: "address-locks" }],
  ["pbxKeys", { securityKeys: "keys" }],
  ["pbxOperators", { operators: "operators" }],
];

/** The tenant that the console shows: what is in it, what it lacks, what has happened today. */
export function OverviewPage() {
  const { api, realm, t } = useShell();
  const { data, error } = useLoad(
    (signal) => api.get<Summary>(path`${realm}/pbx-summary`, { since: startOfDay(0) }, signal),
    [api, realm],
  );
  if (!data) {
    return <Pending error={error} gone={t("pbxNoTenant")} failed={t("pbxTenantNotLoaded")} />;
  }
  return <Loaded tenant={data} />;
}

function Loaded({ tenant }: { tenant: Summary }) {
  const { can, t, version } = useShell();
  const lacks = (tenant.warnings ?? []).some((warning) => warning !== "suspended");
  return (
    <>
      <PageHead
        title={tenant.name}
        label={<TenantStatus tenant={tenant} />}
        actions={
          can.tenants && <PbxLink to={`tenants/${encodeURIComponent(tenant.sipDomain)}`}>{t("pbxTenantPage")}</PbxLink>
        }
      />
      <PageBody>
        <Stack hasGutter>
          {!tenant.enabled && (
            <StackItem>
              <Alert
                variant="warning"
                isInline
                component="h2"
                data-testid="suspended"
                title={t("pbxWhySuspended", { domain: tenant.sipDomain })}
              />
            </StackItem>
          )}
          {lacks && (
            <StackItem>
              <Alert variant="warning" isInline component="h2" title={t("pbxLacks")} data-testid="lacks">
                <Flex spaceItems={{ default: "spaceItemsXs" }}>
                  <TenantWarnings tenant={tenant} />
                </Flex>
              </Alert>
            </StackItem>
          )}
          <StackItem>
            <FigureCards cards={cardsOf(t, tenant.contents)} />
          </StackItem>
          <StackItem>
            <Facts>
              <Fact term={t("pbxSipDomain")}>{tenant.sipDomain}</Fact>
              <Fact term={t("pbxAliases")}>
                <Aliases of={tenant} />
              </Fact>
              <Fact term={t("pbxTenantNumber")}>{tenant.tenantId}</Fact>
              <Fact term={t("realm")}>{tenant.realm}</Fact>
              <Fact term={t("pbxVersion")}>
                <span data-testid="version">{version}</span>
              </Fact>
            </Facts>
          </StackItem>
        </Stack>
      </PageBody>
    </>
  );
}

function cardsOf(t: Shell["t"], contents: Record<string, number>): FigureCard[] {
  return CARDS.map(([title, figures]) => ({
    title: t(title),
    figures: Object.entries(figures).flatMap(([id, to]) => {
      const count = contents[id];
      return count === undefined ? [] : [{ id, count, to, label: t(`pbxFigure_${id}`, { count }) }];
    }),
  })).filter(({ figures }) => figures.length > 0);
}
