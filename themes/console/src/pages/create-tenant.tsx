import { useShell } from "../shell";
import { Message } from "../ui/page";

export function CreateTenantPage() {
  const { t } = useShell();
  return <Message title={t("pbxCreateTenant")} />;
}
