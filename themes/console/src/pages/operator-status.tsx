import { Label } from "@patternfly/react-core";
import BanIcon from "@patternfly/react-icons/dist/esm/icons/ban-icon";
import CheckCircleIcon from "@patternfly/react-icons/dist/esm/icons/check-circle-icon";
import ExclamationTriangleIcon from "@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon";
import { useShell } from "../shell";
import type { Operator } from "./operator-data";

/** Whether an operator can sign in, as far as that is told of an operator. */
export function OperatorStatus({ operator: { enabled, locked, email, emailVerified } }: { operator: Operator }) {
  const { t } = useShell();
  const icon = !enabled ? <BanIcon /> : locked ? <ExclamationTriangleIcon /> : <CheckCircleIcon />;
  return (
    <>
      <Label color={!enabled ? "red" : locked ? "orange" : "green"} isCompact icon={icon}>
        {t(!enabled ? "pbxOperatorDisabled" : locked ? "pbxOperatorLocked" : "pbxActive")}
      </Label>{" "}
      {email && !emailVerified && (
        <Label color="orange" isCompact>
          {t("pbxEmailNotVerified")}
        </Label>
      )}
    </>
  );
}
