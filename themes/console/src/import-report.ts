// What comes of an import of PBX data, line by line.

export type Result = "created" | "updated" | "unchanged" | "failed";

export const RESULTS: readonly Result[] = ["created", "updated", "unchanged", "failed"];

/** A line about a row of the file. */
export interface Row {
  row: number;
  line: number | null;
  server: string | null;
  extension: string | null;
  result: Result;
  userCreated: boolean;
  message: string | null;
}

/** A user who has an extension, or is to have it. Names that the administrator may not see are null. */
export interface Owner {
  id: string;
  username: string | null;
  displayName: string | null;
}

/** An extension that is taken from somebody. */
export interface Withdrawal {
  server: string;
  extension: string;
  from: Owner;
  /** Null for nobody. */
  to: Owner | null;
}

/** The last line. */
export interface Summary {
  dryRun: boolean;
  committed: boolean;
  /** It has not come to its end: there may be rows without a line, and nothing is kept. */
  brokenOff: boolean;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  usersCreated: number;
  /** How many extensions are taken from somebody. */
  withdrawn: number;
  /** The first of them. */
  withdrawals: Withdrawal[];
  ignoredColumns: string[];
  notTaken: string[];
}

/** All or nothing: what an import would come to. */
export function keepsNothing({ failed, notTaken }: Summary, isAtomic: boolean): boolean {
  return isAtomic && (failed > 0 || notTaken.length > 0);
}

/** The key of an outcome in a few words. */
export function titleOf({ brokenOff, committed, dryRun, failed, notTaken }: Summary): string {
  if (brokenOff) {
    return dryRun ? "pbxDryRunBrokenOff" : "pbxImportBrokenOff";
  }
  if (!dryRun && !committed) {
    return "pbxImportKeptNothing";
  }
  if (failed) {
    return dryRun ? "pbxDryRunFailed" : "pbxImportPartly";
  }
  if (notTaken.length) {
    return dryRun ? "pbxDryRunNotTaken" : "pbxImportNotTaken";
  }
  return dryRun ? "pbxDryRunDone" : "pbxImportDone";
}

/** Whether all of the file was taken, or would be. */
export function isWhole({ brokenOff, committed, dryRun, failed, notTaken }: Summary): boolean {
  return !brokenOff && failed === 0 && notTaken.length === 0 && (dryRun || committed);
}

/** Whether what it tells is kept, or would be: else it is no number of anything. */
export function counts({ brokenOff, committed, dryRun }: Summary): boolean {
  return committed || (dryRun && !brokenOff);
}

/** How many rows are shown. */
export const SHOWN = 100;

/** Counts lines as they come, and keeps as many as are shown: the failed ones first. */
export class Report {
  readonly counts: Record<Result, number> = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  done = 0;
  summary: Summary | null = null;
  private readonly failed: Row[] = [];
  private readonly others: Row[] = [];

  add(line: Row | Summary) {
    if (!("result" in line)) {
      this.summary = line;
      return;
    }
    this.done++;
    this.counts[line.result]++;
    const kept = line.result === "failed" ? this.failed : this.others;
    if (kept.length < SHOWN) {
      kept.push(line);
    }
  }

  get rows(): Row[] {
    return [...this.failed, ...this.others].slice(0, SHOWN);
  }
}

/** About how many rows a file has: a row may have line breaks in it. It is for the bar that shows how far an import is. */
export function rowsOf(text: string, isJson: boolean): number {
  if (!isJson) {
    return Math.max(0, text.split(/\r?\n/).filter((line) => line.trim()).length - 1);
  }
  try {
    const { servers = [] } = JSON.parse(text) as { servers?: { extensions?: unknown[] }[] };
    return servers.reduce((rows, { extensions }) => rows + Math.max(1, extensions?.length ?? 0), 0);
  } catch {
    return 0;
  }
}
