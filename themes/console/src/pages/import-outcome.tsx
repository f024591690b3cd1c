import { Alert, Label, Progress } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import {
  counts,
  isWhole,
  type Owner,
  type Report,
  type Result,
  RESULTS,
  type Row,
  type Summary,
  titleOf,
  type Withdrawal,
} from "../import-report";
import { useShell } from "../shell";
import { SmallTable } from "../ui/small-table";
import { nameOfOwner } from "./extension";
import type { Run } from "./import-run";

const COLORS: Record<Result, "green" | "blue" | "grey" | "red"> = {
  created: "green",
  updated: "blue",
  unchanged: "grey",
  failed: "red",
};

/** How far an import is. */
export function Progressing({ run: { dryRun, isBusy, report }, total, isBroken }: { run: Run; total: number; isBroken: boolean }) {
  const { t } = useShell();
  const count = Math.max(total, report.done);
  const isBad = isBroken || report.counts.failed > 0 || report.summary?.brokenOff === true;
  return (
    <Progress
      id="pbx-progress"
      data-testid="progress"
      aria-label={t("pbxImport")}
      title={t(dryRun ? "pbxDryRunProgress" : "pbxImportProgress", { done: report.done, count })}
      value={isBusy ? Math.min(99, Math.round((100 * report.done) / Math.max(1, count))) : 100}
      {...(isBad ? { variant: "danger" as const } : isBusy ? {} : { variant: "success" as const })}
    />
  );
}

/** What has come of it in all. */
export function Outcome({ report, summary }: { report: Report; summary: Summary }) {
  const { t } = useShell();
  const { brokenOff, committed, failed, notTaken } = summary;
  const isCounted = counts(summary);
  return (
    <Alert
      variant={isWhole(summary) ? "success" : committed ? "warning" : "danger"}
      isInline
      component="h2"
      data-testid="outcome"
      title={t(titleOf(summary), { count: failed })}
    >
      {brokenOff && <p>{t("pbxBrokenOffText")}</p>}
      {isCounted &&
        RESULTS.map((result) => (
          <Label key={result} isCompact color={COLORS[result]}>
            {t(`pbxCount_${result}`, { count: report.counts[result] })}
          </Label>
        ))}
      {isCounted && summary.usersCreated > 0 && <p>{t("pbxUsersMade", { count: summary.usersCreated })}</p>}
      {isCounted && summary.withdrawn > 0 && <p>{t("pbxWithdrawn", { count: summary.withdrawn })}</p>}
      {summary.ignoredColumns.length > 0 && <p>{t("pbxIgnoredColumns", { columns: summary.ignoredColumns.join(", ") })}</p>}
      {notTaken.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Alert>
  );
}

/** From whom extensions are taken, and who gets them. */
export function Withdrawals({ of: { withdrawn, withdrawals } }: { of: Summary }) {
  const { t } = useShell();
  const nameOf = (owner: Owner | null) => (owner ? nameOfOwner(t, { managingUser: owner }) : t("pbxNobody"));
  const more = withdrawn - withdrawals.length;
  return (
    <>
      <SmallTable<Withdrawal>
        title={t("pbxWithdrawals")}
        rows={withdrawals}
        rowKey={({ server, extension }) => `${extension} ${server}`}
        rowLabel={({ extension }) => extension}
        empty={t("pbxNobody")}
        columns={[
          { title: t("pbxServer"), cell: ({ server }) => server },
          { title: t("pbxExtension"), cell: ({ extension }) => extension },
          { title: t("pbxWithdrawnFrom"), cell: ({ from }) => nameOf(from) },
          { title: t("pbxGivenTo"), cell: ({ to }) => nameOf(to) },
        ]}
      />
      {more > 0 && <p data-testid="more-withdrawals">{t("pbxMore", { count: more })}</p>}
    </>
  );
}

/** What has come of single rows, the failed ones first. */
export function Rows({ rows }: { rows: readonly Row[] }) {
  const { t } = useShell();
  const columns: readonly (readonly [title: string, cell: (row: Row) => string | number])[] = [
    [t("pbxLine"), (row) => row.line ?? row.row],
    [t("pbxServer"), (row) => row.server ?? "—"],
    [t("pbxExtension"), (row) => row.extension ?? "—"],
    [t("pbxMessage"), (row) => row.message ?? (row.userCreated ? t("pbxUserMade") : "")],
  ];
  return (
    <Table aria-label={t("pbxReport")} variant="compact" data-testid="report">
      <Thead>
        <Tr>
          <Th>{t("pbxResult")}</Th>
          {columns.map(([title]) => (
            <Th key={title}>{title}</Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.row}>
            <Td dataLabel={t("pbxResult")}>
              <Label isCompact color={COLORS[row.result]}>
                {t(`pbxRow_${row.result}`)}
              </Label>
            </Td>
            {columns.map(([title, cell]) => (
              <Td key={title} dataLabel={title}>
                {cell(row)}
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
