import { Button, Label, SearchInput, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useEffect, useState } from "react";
import { path } from "../api";
import { useAddress, useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Filter } from "../ui/filter";
import { ConsoleLink, PageBody, PageHead, PbxLink } from "../ui/page";
import { moments } from "./moment";
import { UserFilter } from "./user-filter";

interface SignInEvent {
  id?: string;
  time: number;
  type: string;
  clientId?: string;
  userId?: string;
  sessionId?: string;
  ipAddress?: string;
  error?: string;
  details?: Record<string, string>;
}

/** Sign-ins, and what the bundle writes of the steps around them. */
const TYPES = [
  "LOGIN",
  "IDENTITY_PROVIDER_LOGIN",
  "EXECUTE_ACTIONS",
  "SEND_VERIFY_EMAIL",
  "SEND_RESET_PASSWORD",
  "UPDATE_CREDENTIAL",
  "CUSTOM_REQUIRED_ACTION",
];

const FAILED = TYPES.map((type) => `${type}_ERROR`);
const OUTCOMES: Record<string, readonly string[]> = { all: [...TYPES, ...FAILED], failed: FAILED, done: TYPES };
const DAYS: Record<string, number> = { today: 0, week: 6, month: 29 };

/** The first moment of a day in the administrator's time zone. */
function startOfDay(daysAgo: number) {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - daysAgo);
  return day.getTime();
}

export function SignInsPage() {
  const { api, realm, can, t } = useShell();
  const [address, setAddress] = useAddress();
  const [refresh, setRefresh] = useState(0);
  const user = address.get("user") ?? "";
  const from = address.get("address") ?? "";
  const outcome = address.get("outcome") ?? "all";
  const time = address.get("time") ?? "today";

  const load = useCallback(
    async ({ first, max }: ListQuery, signal: AbortSignal) => {
      const types = (OUTCOMES[outcome] ?? OUTCOMES.all ?? []).map((type) => `type=${type}`).join("&");
      const days = DAYS[time];
      // Keycloak does not count events: one more than a page tells whether there is another page.
      const rows = await api.get<SignInEvent[]>(
        `${path`${realm}/events`}?${types}`,
        { user, ipAddress: from, first, max: max + 1, dateFrom: days === undefined ? undefined : startOfDay(days) },
        signal,
      );
      return { rows };
    },
    [api, realm, user, from, outcome, time],
  );
  const written = moments(t.locale);
  const choose = (name: string, value: string) => setAddress({ [name]: value, page: undefined });

  const again = (
    <Button variant="secondary" data-testid="refresh" onClick={() => setRefresh((n) => n + 1)}>
      {t("pbxRefresh")}
    </Button>
  );

  return (
    <>
      <PageHead title={t("pbxSignIns")} text={t("pbxSignInsText")} divider={false} />
      <PageBody isList>
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
                options={["all", "failed", "done"].map((name) => [name, t(`pbxOutcome_${name}`)] as const)}
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

function Outcome({ event }: { event: SignInEvent }) {
  const { t } = useShell();
  const failed = event.type.endsWith("_ERROR");
  const type = failed ? event.type.slice(0, -"_ERROR".length) : event.type;
  const key = `pbxEvent_${type}`;
  return (
    // As wide as its text, also where a cell is laid out as a grid.
    <span>
      <Label isCompact color={failed ? "red" : "green"}>
        {t(failed ? "pbxEventFailed" : "pbxEventDone", { event: t.has(key) ? t(key) : type })}
      </Label>
    </span>
  );
}

/** The user, or what was typed where that is nobody. */
function Who({ event: { userId, details } }: { event: SignInEvent }) {
  const { realm, can } = useShell();
  const name = details?.username;
  if (userId && can.users) {
    return <ConsoleLink to={path`/${realm}/users/${userId}/settings`}>{name ?? userId}</ConsoleLink>;
  }
  if (name && can.users) {
    return <PbxLink to={`why?user=${encodeURIComponent(name)}`}>{name}</PbxLink>;
  }
  return <>{name ?? userId ?? "—"}</>;
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
