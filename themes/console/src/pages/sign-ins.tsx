import { Button, SearchInput, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useEffect, useState } from "react";
import { useAddress, useShell } from "../shell";
import { type Column, DataTable, type ListQuery } from "../ui/data-table";
import { Filter } from "../ui/filter";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { EventsKept } from "./events-kept";
import { moments, startOfDay } from "./moment";
import { PersonLink } from "./people-parts";
import { eventsOf, Outcome, outcomesOf, type SignInEvent } from "./sign-in-event";
import { UserFilter } from "./user-filter";

const DAYS: Record<string, number> = { today: 0, week: 6, month: 29 };

export function SignInsPage() {
  const { api, host, realm, can, t } = useShell();
  const [address, setAddress] = useAddress();
  const [refresh, setRefresh] = useState(0);
  const user = address.get("user") ?? "";
  const from = address.get("address") ?? "";
  const outcome = address.get("outcome") ?? "all";
  const time = address.get("time") ?? "today";
  // Who asks for a domain that is no tenant's is told of there.
  const ofSystem = realm === host.environment.masterRealm;

  const load = useCallback(
    async ({ first, max }: ListQuery, signal: AbortSignal) => {
      const days = DAYS[time];
      // Keycloak does not count events: one more than a page tells whether there is another page.
      const rows = await api.get<SignInEvent[]>(
        eventsOf(realm, outcome),
        { user, ipAddress: from, first, max: max + 1, dateFrom: days === undefined ? undefined : startOfDay(days) },
        signal,
      );
      return { rows };
    },
    [api, realm, user, from, outcome, time],
  );
  const written = moments(t.locale);
  const choose = (name: string, value: string) => setAddress({ [name]: value, page: undefined });
  const domain: Column<SignInEvent> = {
    title: t("pbxSipDomain"),
    width: 15,
    cell: (row) => row.details?.sip_domain ?? "—",
  };

  const again = (
    <Button variant="secondary" data-testid="refresh" onClick={() => setRefresh((n) => n + 1)}>
      {t("pbxRefresh")}
    </Button>
  );

  return (
    <>
      <PageHead title={t("pbxSignIns")} text={t(ofSystem ? "pbxSignInsOfSystemText" : "pbxSignInsText")} divider={false} />
      <PageBody isList>
        <EventsKept />
        <DataTable<SignInEvent>
          label={t("pbxSignIns")}
          load={load}
          refresh={refresh}
          rowKey={(row) => row.id ?? JSON.stringify(row)}
          rowLabel={(row) => row.details?.username ?? row.userId ?? written(row.time)}
          isFiltered={Boolean(user || from || outcome !== "all" || time !== "ever")}
          toolbar={
            <>
              {can.users && (
                <ToolbarItem>
                  <UserFilter id="pbx-user" label={t("pbxUser")} user={user} onChange={(id) => choose("user", id)} />
                </ToolbarItem>
              )}
              <ToolbarItem>
                <AddressFilter value={from} onChange={(value) => choose("address", value)} />
              </ToolbarItem>
              <Filter
                id="outcome"
                label={t("pbxOutcome")}
                value={outcome}
                options={outcomesOf({ ofSystem }).map((name) => [name, t(`pbxOutcome_${name}`)] as const)}
                onChange={(value) => choose("outcome", value === "all" ? "" : value)}
              />
              <Filter
                id="time"
                label={t("pbxTime")}
                value={time}
                options={["today", "week", "month", "ever"].map((name) => [name, t(`pbxTime_${name}`)] as const)}
                onChange={(value) => choose("time", value === "today" ? "" : value)}
              />
              <ToolbarItem>{again}</ToolbarItem>
            </>
          }
          columns={[
            { title: t("pbxTime"), width: 20, cell: (row) => written(row.time) },
            { title: t("pbxEvent"), width: 20, cell: (row) => <Outcome event={row} /> },
            { title: t("pbxUser"), width: 20, cell: (row) => <Who event={row} /> },
            ...(ofSystem ? [domain] : []),
            { title: t("pbxAddress"), width: 15, cell: (row) => row.ipAddress ?? "—" },
            { title: t("pbxApp"), width: 15, cell: (row) => row.clientId ?? "—" },
            { title: t("pbxReason"), cell: (row) => [row.error, row.details?.reason].filter(Boolean).join(": ") || "—" },
          ]}
          empty={{ title: t("pbxNoSignIns"), text: t("pbxNoSignInsText"), action: again }}
        />
      </PageBody>
    </>
  );
}

/** The user, or what was typed where that is nobody. */
function Who({ event: { userId, details } }: { event: SignInEvent }) {
  const { can } = useShell();
  const name = details?.username;
  if (userId) {
    return <PersonLink id={userId}>{name ?? userId}</PersonLink>;
  }
  if (name && can.users) {
    return <PbxLink to={`why?user=${encodeURIComponent(name)}`}>{name}</PbxLink>;
  }
  return <>{name ?? "—"}</>;
}

function AddressFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useShell();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <SearchInput
      aria-label={t("pbxAddress")}
      placeholder={t("pbxAddress")}
      data-testid="address"
      searchInputId="pbx-address"
      value={typed}
      onChange={(_, text) => setTyped(text)}
      onSearch={(_, text) => onChange(text.trim())}
      onClear={() => {
        setTyped("");
        onChange("");
      }}
      resetButtonLabel={t("clear")}
      submitSearchButtonLabel={t("search")}
    />
  );
}
