// An import under way, or one that is only tried, and what has come of it.
import { useEffect, useRef, useState } from "react";
import { ApiError, path, type Query } from "../api";
import { isWhole, Report, type Row, type Summary, titleOf } from "../import-report";
import { useShell } from "../shell";
import { keepOpen } from "../ui/keep-open";
import { readLines } from "../ui/ndjson";

const MILLISECONDS_PER_DRAWING = 100;

export interface Run {
  dryRun: boolean;
  isBusy: boolean;
  report: Report;
}

/** Tries and imports one file after the other. Of what is let go nothing is heard any more. */
export function useImport() {
  const { alert, api, fail, realm, t, textOf, warn } = useShell();
  const [run, setRun] = useState<Run | null>(null);
  const [problem, setProblem] = useState("");
  const turn = useRef(0);
  const dryRuns = useRef(new AbortController());
  /** What was tried last: the file on the disk may be another one by the time it is imported. */
  const tried = useRef<Blob | null>(null);

  const leave = () => {
    turn.current = -1;
    dryRuns.current.abort();
  };
  useEffect(() => leave, []);

  /** Another file, or other options: what has been tried is no longer what would be done. */
  const forget = (text = "") => {
    turn.current++;
    tried.current = null;
    dryRuns.current.abort();
    setRun(null);
    setProblem(text);
  };

  const start = async (dryRun: boolean, file: File, type: string, query: Query) => {
    const mine = ++turn.current;
    const report = new Report();
    const show = (isBusy: boolean, text = "") => {
      if (turn.current === mine) {
        setRun({ dryRun, isBusy, report });
        setProblem(text);
      }
    };
    show(true);
    if (dryRun) {
      dryRuns.current = new AbortController();
      tried.current = await file.arrayBuffer().then(
        (bytes) => new Blob([bytes]),
        () => null,
      );
    }
    if (!tried.current) {
      show(false, t("pbxFileChanged"));
      return;
    }
    const close = dryRun ? () => undefined : keepOpen();
    const text = await send(tried.current, type, { dryRun, ...query }, report, () => show(true));
    close();
    show(false, text);
    if (turn.current < 0 && !dryRun) {
      tell(report.summary, text);
    }
  };

  /** What has gone wrong in words, or nothing. */
  const send = async (body: Blob, type: string, query: Query, report: Report, draw: () => void) => {
    const broken = t(query.dryRun ? "pbxDryRunBroken" : "pbxImportBroken");
    try {
      const response = await api.send("POST", path`${realm}/pbx-data`, {
        query,
        body,
        headers: { "Content-Type": type, Accept: "application/x-ndjson" },
        ...(query.dryRun ? { signal: dryRuns.current.signal } : {}),
      });
      let drawn = 0;
      await readLines<Row | Summary>(response, (line) => {
        report.add(line);
        if (performance.now() - drawn > MILLISECONDS_PER_DRAWING) {
          drawn = performance.now();
          draw();
        }
      });
      return report.summary ? "" : broken;
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) {
        return textOf(error);
      }
      // The page says what that means; what it was is for who looks closer.
      console.warn("An import has not come to its end:", error);
      return query.dryRun && !report.done ? textOf(error) : broken;
    }
  };

  /** Whoever imports has gone to another page meanwhile. */
  const tell = (summary: Summary | null, text: string) => {
    const title = summary ? t(titleOf(summary), { count: summary.failed }) : text;
    if (!summary?.committed) {
      fail(t("pbxImportFailed"), new Error(title));
    } else if (isWhole(summary)) {
      alert(title);
    } else {
      warn(title, summary.notTaken.join(" "));
    }
  };
  return { run, problem, forget, start };
}
