import { useShell } from "../shell";
import { Message } from "../ui/page";

export function AddressLocksPage() {
  const { t } = useShell();
  return <Message title={t("pbxAddressLocks")} />;
}
