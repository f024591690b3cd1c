import { useShell } from "../shell";
import { Message } from "../ui/page";

export function TenantPage() {
  const { t } = useShell();
  return <Message title={t("pbxTenant")} />;
}
