import { Alert, Label, Stack, StackItem } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { ApiError, path } from "../api";
import { type PageProps, useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Fact, Facts } from "../ui/facts";
import { ConsoleLink, PageBody, PageHead } from "../ui/page";
import { Pending } from "../ui/pending";
import { nameOfOwner } from "./extension";
import { type Author, type Change, gapsBehind, type History, historyOf, type HistoryUser, isNobodyKept } from "./history";
import { moments } from "./moment";
import { PersonLink } from "./people-parts";

interface Row extends Change {
  key: string;
  /** Somebody else has it after this, and no event tells of it. */
  isGap: boolean;
}

const SERVICE_ACCOUNT = "service-account-";

/** Whose an extension was, since when, and who has changed that. */
export function ExtensionHistoryPage({ id }: PageProps) {
  const { api, can, realm, t } = useShell();
  const [history, setHistory] = useState<History | null>(null);
  const [error, setError] = useState<unknown>();
  const load = useCallback(
    async (query: ListQuery, signal: AbortSignal) => {
      try {
        // The one above the page tells whether something has come between.
        const above = query.first ? 1 : 0;
        const asked = { first: query.first - above, max: query.max + above };
        const { history: found, total } = await historyOf(api, realm, id, asked, signal);
        const gaps = gapsBehind(found.changes, above || found.deleted ? undefined : found.managingUser);
        if (!signal.aborted) {
          setHistory(found);
        }
        const rows = found.changes.map((change, at): Row => ({ ...change, key: String(asked.first + at), isGap: gaps[at] ?? false }));
        return { rows: rows.slice(above), total };
      } catch (problem) {
        if (!signal.aborted) {
          setError(problem);
        }
        throw problem;
      }
    },
    [api, realm, id],
  );
  const written = moments(t.locale);

  if (error instanceof ApiError && error.status === 404) {
    return <Pending error={error} gone={t("pbxNoExtension")} failed={t("pbxListFailed")} back={["extensions", t("pbxExtensions")]} />;
  }
  return (
    <>
      <PageHead
        title={history?.extension ? t("pbxHistoryTitle", { extension: history.extension }) : t("pbxHistory")}
        text={t("pbxHistoryText")}
        trail={[["extensions", t("pbxExtensions")]]}
      />
      <PageBody>
        <Stack hasGutter>
          {history && !(history.kept && history.details) && (
            <StackItem>
              <Alert
                variant="warning"
                isInline
                component="p"
                title={t(history.kept ? "pbxHistoryNoDetails" : "pbxHistoryOff")}
                data-testid="not-kept"
              >
                {can.realm && <ConsoleLink to={path`/${realm}/realm-settings/events`}>{t("pbxEventSettings")}</ConsoleLink>}
              </Alert>
            </StackItem>
          )}
          {history && (
            <StackItem>
              <Facts>
                <Fact term={t("pbxServer")}>{history.serverName ?? "—"}</Fact>
                <Fact term={t("pbxHasItNow")}>
                  <Now history={history} />
                </Fact>
                <Fact term={t("pbxKnownSince")}>{history.since ? written(history.since) : "—"}</Fact>
              </Facts>
            </StackItem>
          )}
          <StackItem>
            <DataTable<Row>
              label={t("pbxHistory")}
              load={load}
              rowKey={({ key }) => key}
              rowLabel={({ time }) => written(time)}
              columns={[
                { title: t("pbxTime"), width: 15, cell: ({ time }) => written(time) },
                { title: t("pbxEvent"), width: 20, cell: (row) => <What row={row} number={history?.extension} /> },
                { title: t("pbxHistoryFrom"), width: 15, cell: (row) => <Whose row={row} user={row.from} /> },
                { title: t("pbxHistoryTo"), width: 15, cell: (row) => <Whose row={row} user={row.to} /> },
                { title: t("pbxHistoryBy"), width: 15, cell: ({ by }) => <By by={by} /> },
                { title: t("pbxAddress"), width: 10, cell: ({ by }) => by.address ?? "—" },
                { title: t("pbxApp"), width: 10, cell: ({ by }) => by.client ?? "—" },
              ]}
              empty={{
                title: t("pbxNoHistory"),
                text: t(history && !history.kept ? "pbxHistoryOff" : "pbxNoHistoryText"),
              }}
            />
          </StackItem>
        </Stack>
      </PageBody>
    </>
  );
}

/** Whose it is at present. */
function Now({ history: { default: isDefault, deleted, managingUser } }: { history: History }) {
  const { t } = useShell();
  if (!managingUser) {
    return <Label isCompact>{t(deleted ? "pbxHistory_deleted" : "pbxFree")}</Label>;
  }
  return (
    <span data-testid="now">
      <Name user={managingUser} />{" "}
      {isDefault && (
        <Label isCompact color="blue">
          {t("pbxDefault")}
        </Label>
      )}
    </span>
  );
}

/** What was done, the number of then where it is another one by now, and what nobody has recorded after it. */
function What({ row, number }: { row: Row; number: string | null | undefined }) {
  const { t } = useShell();
  const { extension, isGap, kind } = row;
  return (
    <div>
      <div>{t(`pbxHistory_${kind}`)}</div>
      {extension && number && extension !== number && <div>{t("pbxHistoryNumber", { extension })}</div>}
      {isGap && (
        <div data-testid="gap">
          <small>{t("pbxHistoryGap")}</small>
        </div>
      )}
    </div>
  );
}

function Whose({ row, user }: { row: Row; user: HistoryUser | null }) {
  const { t } = useShell();
  return user ? <Name user={user} /> : <>{isNobodyKept(row) ? t("pbxNotKept") : "—"}</>;
}

/** A user's name, with the way to the user's page while there is one. */
function Name({ user }: { user: HistoryUser }) {
  const { t } = useShell();
  const { gone, goneSince, id, username } = user;
  const name = nameOfOwner(t, { managingUser: user });
  if (!username) {
    return <>{name}</>;
  }
  if (!gone) {
    return <PersonLink id={id}>{name}</PersonLink>;
  }
  return (
    <span>
      {name}{" "}
      <Label isCompact>
        {goneSince ? t("pbxDeletedAt", { time: moments(t.locale)(goneSince) }) : t("pbxNotThere")}
      </Label>
    </span>
  );
}

/** Who did it. Of other realms' administrators no names are told, and apps have no page. */
function By({ by: { id, realm, username } }: { by: Author }) {
  const { t } = useShell();
  if (realm) {
    return <>{t("pbxAdministratorOf", { realm })}</>;
  }
  if (!id || !username) {
    return <>{t("pbxHiddenUser")}</>;
  }
  return username.startsWith(SERVICE_ACCOUNT) ? <>{username}</> : <PersonLink id={id}>{username}</PersonLink>;
}
