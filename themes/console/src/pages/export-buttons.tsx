import { Button } from "@patternfly/react-core";
import { useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { download } from "../ui/download";

const TYPES = { csv: "text/csv", json: "application/json" };

/** Saves the tenant's PBX data as a file. */
export function ExportButtons() {
  const { api, fail, realm, t } = useShell();
  const [isBusy, setBusy] = useState(false);

  const save = async (format: keyof typeof TYPES) => {
    setBusy(true);
    try {
      const response = await api.send("GET", path`${realm}/pbx-data`, { headers: { Accept: TYPES[format] } });
      download(`${realm}-pbx-data.${format}`, await response.blob());
    } catch (error) {
      fail(t("pbxExportFailed"), error);
    }
    setBusy(false);
  };
  return (
    <>
      {(Object.keys(TYPES) as (keyof typeof TYPES)[]).map((format) => (
        <Button
          key={format}
          variant="link"
          data-testid={`export-${format}`}
          // A button that is disabled while it has the focus drops it.
          isAriaDisabled={isBusy}
          onClick={() => void save(format)}
        >
          {t("pbxExport", { format: format.toUpperCase() })}
        </Button>
      ))}
    </>
  );
}
