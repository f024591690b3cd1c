import { useShell } from "../shell";
import { Message } from "../ui/page";

export function TenantsPage() {
  const { t } = useShell();
  return <Message title={t("pbxTenants")} />;
}
