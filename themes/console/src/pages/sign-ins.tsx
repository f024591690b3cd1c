import { useShell } from "../shell";
import { Message } from "../ui/page";

export function SignInsPage() {
  const { t } = useShell();
  return <Message title={t("pbxSignIns")} />;
}
