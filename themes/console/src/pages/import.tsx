import { ActionGroup, Button, FileUpload } from "@patternfly/react-core";
import { useRef, useState } from "react";
import { counts, keepsNothing, rowsOf } from "../import-report";
import { useShell } from "../shell";
import { Field, PageForm, SwitchField, TextField } from "../ui/form";
import { PageBody, PageHead } from "../ui/page";
import { ExportButtons } from "./export-buttons";
import { Outcome, Progressing, Rows, Withdrawals } from "./import-outcome";
import { useImport } from "./import-run";

/** What the server takes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Imports servers, extensions and their users from a file, after it has been tried; exports them. */
export function ImportPage() {
  const { can, t } = useShell();
  const [file, setFile] = useState<File | null>(null);
  const [total, setTotal] = useState(0);
  const [isAtomic, setAtomic] = useState(true);
  const [createsUsers, setCreatesUsers] = useState(false);
  const [ignoresColumns, setIgnoresColumns] = useState(false);
  const [server, setServer] = useState("");
  const { run, problem, forget, start } = useImport();
  const chosen = useRef<File | null>(null);
  const isJson = isNamed(file, "json");
  const isBusy = run?.isBusy ?? false;

  const choose = async (next: File | null, wrong = "") => {
    // What is browsed for is told twice.
    if (isBusy || (next && next === chosen.current)) {
      return;
    }
    const refusal = wrong || (next ? wrongWith(next) : "");
    const taken = refusal ? null : next;
    forget(refusal && t(refusal));
    setFile(taken);
    setTotal(0);
    chosen.current = taken;
    // What cannot be read is told when it is tried.
    const text = taken ? await taken.text().catch(() => "") : "";
    if (chosen.current === taken) {
      setTotal(rowsOf(text, isNamed(taken, "json")));
    }
  };
  const begin = (dryRun: boolean) => {
    if (file) {
      void start(dryRun, file, isJson ? "application/json" : "text/csv", {
        atomic: isAtomic,
        createUsers: createsUsers,
        ...(isJson ? {} : { server: server.trim(), ignoreUnknownColumns: ignoresColumns }),
      });
    }
  };

  const summary = run && !isBusy ? run.report.summary : null;
  const takes = summary !== null && counts(summary) && summary.withdrawn > 0;
  const isTried = summary !== null && summary.dryRun && !summary.brokenOff && !keepsNothing(summary, isAtomic);
  return (
    <>
      <PageHead title={t("pbxImportAndExport")} text={t("pbxImportText")} actions={<ExportButtons />} />
      {can.import === "manage" && (
        <PageBody>
          <PageForm title={t("pbxImportFailed")} problem={problem} onSubmit={() => undefined}>
            {/* The label is the button's: what is around it cannot have one. */}
            <Field id="pbx-file-browse-button" label={t("pbxFile")} isRequired>
              <FileUpload
                id="pbx-file"
                filename={file?.name ?? ""}
                filenamePlaceholder={t("pbxDropFile")}
                filenameAriaLabel={t("pbxFile")}
                browseButtonText={t("pbxBrowse")}
                clearButtonText={t("clear")}
                hideDefaultPreview
                isDisabled={isBusy}
                dropzoneProps={{
                  // Never disabled: the browser would open what is dropped in place of the page.
                  accept: { "text/csv": [".csv"], "application/json": [".json"] },
                  onDropRejected: (rejected) => void choose(null, rejected.length > 1 ? "pbxFileOne" : "pbxFileKind"),
                }}
                onFileInputChange={(_, next) => void choose(next)}
                onClearClick={() => void choose(null)}
              />
            </Field>
            <Option id="pbx-atomic" value={isAtomic} isDisabled={isBusy} onChange={(on) => (forget(), setAtomic(on))} />
            <Option id="pbx-createUsers" value={createsUsers} isDisabled={isBusy} onChange={(on) => (forget(), setCreatesUsers(on))} />
            {!isJson && (
              <>
                <Option id="pbx-ignoreColumns" value={ignoresColumns} isDisabled={isBusy} onChange={(on) => (forget(), setIgnoresColumns(on))} />
                <TextField
                  id="pbx-server"
                  label={t("pbxImport_server")}
                  help={t("pbxImportHelp_server")}
                  maxLength={255}
                  isDisabled={isBusy}
                  value={server}
                  onChange={(text) => (forget(), setServer(text))}
                />
              </>
            )}
            <ActionGroup>
              {/* A button that is disabled while it has the focus drops it. */}
              <Button variant="secondary" data-testid="dry-run" isAriaDisabled={!file || isBusy} onClick={() => begin(true)}>
                {t("pbxDryRun")}
              </Button>
              <Button
                variant={isTried && takes ? "danger" : "primary"}
                data-testid="import"
                isAriaDisabled={!isTried}
                onClick={() => begin(false)}
              >
                {t("import")}
              </Button>
            </ActionGroup>
          </PageForm>
          {run && <Progressing run={run} total={total} isBroken={problem !== ""} />}
          <div aria-live="polite">{run && summary && <Outcome report={run.report} summary={summary} />}</div>
          {takes && <Withdrawals of={summary} />}
          {run && run.report.done > 0 && <Rows rows={run.report.rows} />}
        </PageBody>
      )}
    </>
  );
}

function isNamed(file: File | null, ending: string) {
  return file?.name.toLowerCase().endsWith(`.${ending}`) ?? false;
}

/** The key of what is wrong with a file at first sight, or nothing. */
function wrongWith(file: File) {
  if (!isNamed(file, "csv") && !isNamed(file, "json")) {
    return "pbxFileKind";
  }
  return file.size > MAX_BYTES ? "pbxFileSize" : "";
}

interface OptionProps {
  id: string;
  value: boolean;
  isDisabled: boolean;
  onChange: (value: boolean) => void;
}

function Option(props: OptionProps) {
  const { t } = useShell();
  const name = props.id.replace("pbx-", "");
  return <SwitchField {...props} label={t(`pbxImport_${name}`)} help={t(`pbxImportHelp_${name}`)} />;
}
