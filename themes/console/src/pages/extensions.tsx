import { useShell } from "../shell";
import { Message } from "../ui/page";

export function ExtensionsPage() {
  const { t } = useShell();
  return <Message title={t("pbxExtensions")} />;
}
