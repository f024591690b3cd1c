import { useShell } from "../shell";
import { Message } from "../ui/page";

export function ImportPage() {
  const { t } = useShell();
  return <Message title={t("pbxImport")} />;
}
