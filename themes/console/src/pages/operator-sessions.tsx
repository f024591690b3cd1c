import { Button } from "@patternfly/react-core";
import { useState } from "react";
import { unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { useLoad } from "../ui/load";
import { SmallTable } from "../ui/small-table";
import { nameOf } from "../ui/user-select";
import { moments } from "./moment";
import { MAX_SESSIONS, type Operator, operatorsOf, type Session } from "./operator-data";

/** The sessions of an operator, each of which can be ended, and all at once. */
export function OperatorSessions({ operator }: { operator: Operator }) {
  const { alert, api, realm, t } = useShell();
  const [asked, setAsked] = useState<Session | "all" | null>(null);
  const sessions = `${operatorsOf(realm)}/${encodeURIComponent(operator.id)}/sessions`;
  const { data, error, refresh } = useLoad((signal) => api.get<Session[]>(sessions, {}, signal), [api, sessions]);
  const isManager = operator.access?.manage ?? false;
  const user = nameOf(operator);
  const written = moments(t.locale);
  const appsOf = ({ apps }: Session) => apps.join(", ") || "—";
  const end = async (path: string, done: string) => {
    await api.delete(path).catch(unlessGone);
    alert(t(done, { user }));
    setAsked(null);
    refresh();
  };

  return (
    <>
      <SmallTable<Session>
        title={t("pbxSessions")}
        rows={data}
        error={error}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${appsOf(row)}, ${written(row.lastAccessAt)}`}
        empty={t("pbxNoSessions")}
        // There is more to end than what is listed: tokens, and sessions of apps that work on their own.
        action={
          isManager && (
            <Button variant="link" isInline isDanger onClick={() => setAsked("all")}>
              {t("pbxEndSessions")}
            </Button>
          )
        }
        columns={[
          { title: t("pbxLastUsed"), cell: (row) => written(row.lastAccessAt) },
          { title: t("pbxStarted"), cell: (row) => written(row.startedAt) },
          { title: t("pbxAddress"), cell: (row) => row.address ?? "—" },
          { title: t("pbxApps"), cell: appsOf },
        ]}
        {...(isManager
          ? { actions: (row: Session) => [{ title: t("pbxEndSession"), isDanger: true, onClick: () => setAsked(row) }] }
          : {})}
      />
      {data && data.length >= MAX_SESSIONS && <p>{t("pbxSessionsShown", { count: MAX_SESSIONS })}</p>}
      {asked && (
        <Confirm
          title={t(asked === "all" ? "pbxEndSessionsTitle" : "pbxEndSessionTitle", { user })}
          action={t(asked === "all" ? "pbxEndSessions" : "pbxEndSession")}
          danger
          onClose={() => setAsked(null)}
          onConfirm={() =>
            asked === "all"
              ? end(sessions, "pbxSessionsEnded")
              : end(`${sessions}/${encodeURIComponent(asked.id)}`, "pbxSessionEnded")
          }
        >
          {asked === "all"
            ? t("pbxEndSessionsText", { user })
            : t("pbxEndSessionText", {
                user,
                apps: appsOf(asked),
                address: asked.address ?? "—",
                used: written(asked.lastAccessAt),
              })}
        </Confirm>
      )}
    </>
  );
}
