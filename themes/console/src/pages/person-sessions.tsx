import { Button, Label } from "@patternfly/react-core";
import { useState } from "react";
import { type Api, path, unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { useLoad } from "../ui/load";
import { SmallTable } from "../ui/small-table";
import { moments } from "./moment";
import type { PersonDetails } from "./people-parts";

/** As Keycloak tells of one. */
interface UserSession {
  id: string;
  ipAddress?: string;
  start: number;
  lastAccess: number;
  /** The apps' client ids, by what Keycloak calls them inside. */
  clients?: Record<string, string>;
}

interface Session extends UserSession {
  /** An app keeps it until it is ended, whatever becomes of the one in which the user has signed in. */
  isOffline: boolean;
}

/** What a user has allowed apps, among it to keep a session. */
interface Consent {
  additionalGrants?: { client?: string; key?: string }[];
}

const SHOWN = 20;

/** All sessions of a user, the one that was used last at the front. */
async function sessionsOf(api: Api, realm: string, userId: string, signal: AbortSignal): Promise<Session[]> {
  const of = path`${realm}/users/${userId}`;
  const [online, consents] = await Promise.all([
    api.get<UserSession[]>(`${of}/sessions`, {}, signal),
    api.get<Consent[]>(`${of}/consents`, {}, signal),
  ]);
  const keepers = consents.flatMap(({ additionalGrants = [] }) =>
    additionalGrants.flatMap(({ client, key }) => (client && key === "Offline Token" ? [client] : [])),
  );
  const kept = await Promise.all(
    [...new Set(keepers)].map((client) => api.get<UserSession[]>(`${of}/offline-sessions/${encodeURIComponent(client)}`, {}, signal)),
  );
  // One that several apps keep is told with each of them.
  const offline = new Map(kept.flat().map((session) => [session.id, session]));
  return [
    ...online.map((session) => ({ ...session, isOffline: false })),
    ...[...offline.values()].map((session) => ({ ...session, isOffline: true })),
  ].sort((a, b) => b.lastAccess - a.lastAccess);
}

/** Where a user is signed in; who may, ends a lost phone's session, or all. */
export function PersonSessions({ person }: { person: PersonDetails }) {
  const { alert, api, can, realm, t } = useShell();
  const { id, username, canManage } = person;
  const { data, error, refresh } = useLoad((signal) => sessionsOf(api, realm, id, signal), [api, realm, id]);
  const [asked, setAsked] = useState<Session | "all" | null>(null);
  const written = moments(t.locale);
  const appsOf = ({ clients = {} }: Session) => Object.values(clients).sort().join(", ") || "—";
  // Keycloak asks for the right to manage all users before it ends a single one.
  const mayEndOne = can.users === "manage";
  const end = (session: Session) =>
    api.delete(path`${realm}/sessions/${session.id}`, { isOffline: session.isOffline }).catch(unlessGone);
  const endAll = async () => {
    await api.post(path`${realm}/users/${id}/logout`);
    // What apps keep is no longer good, but would still be listed.
    await Promise.allSettled(mayEndOne ? (data ?? []).filter(({ isOffline }) => isOffline).map(end) : []);
  };
  const done = (text: string) => {
    setAsked(null);
    alert(text);
    refresh();
  };

  return (
    <>
      <SmallTable<Session>
        title={t("pbxSessions")}
        rows={data?.slice(0, SHOWN)}
        error={error}
        rowKey={(row) => `${row.id} ${row.isOffline}`}
        rowLabel={(row) => `${appsOf(row)}, ${written(row.lastAccess)}`}
        empty={t("pbxNoSessions")}
        action={
          canManage &&
          data &&
          data.length > 0 && (
            <Button variant="link" isInline isDanger data-testid="end-all" onClick={() => setAsked("all")}>
              {t("pbxEndSessions")}
            </Button>
          )
        }
        columns={[
          { title: t("pbxLastUsed"), cell: (row) => written(row.lastAccess) },
          { title: t("pbxStarted"), cell: (row) => written(row.start) },
          { title: t("pbxAddress"), cell: (row) => row.ipAddress ?? "—" },
          {
            title: t("pbxApps"),
            cell: (row) => (
              <>
                {appsOf(row)} {row.isOffline && <Label isCompact>{t("pbxOffline")}</Label>}
              </>
            ),
          },
        ]}
        {...(mayEndOne
          ? { actions: (row: Session) => [{ title: t("pbxEndSession"), isDanger: true, onClick: () => setAsked(row) }] }
          : {})}
      />
      {data && data.length > SHOWN && <p>{t("pbxMore", { count: data.length - SHOWN })}</p>}
      {asked === "all" && (
        <Confirm
          title={t("pbxEndSessionsTitle", { user: username })}
          action={t("pbxEndSessions")}
          danger
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await endAll();
            done(t("pbxSessionsEnded", { user: username }));
          }}
        >
          {t("pbxEndSessionsText", { user: username })}
        </Confirm>
      )}
      {asked && asked !== "all" && (
        <Confirm
          title={t("pbxEndSessionTitle", { user: username })}
          action={t("pbxEndSession")}
          danger
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await end(asked);
            done(t("pbxSessionEnded", { user: username }));
          }}
        >
          {t("pbxEndSessionText", {
            user: username,
            apps: appsOf(asked),
            address: asked.ipAddress ?? "—",
            used: written(asked.lastAccess),
          })}
        </Confirm>
      )}
    </>
  );
}
