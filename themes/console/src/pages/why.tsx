import { useShell } from "../shell";
import { Message } from "../ui/page";

export function WhyPage() {
  const { t } = useShell();
  return <Message title={t("pbxWhy")} />;
}
