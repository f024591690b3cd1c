import { useShell } from "../shell";
import { Message } from "../ui/page";

export function KeysPage() {
  const { t } = useShell();
  return <Message title={t("pbxKeys")} />;
}
