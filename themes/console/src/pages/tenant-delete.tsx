import { Alert, List, ListItem, Skeleton } from "@patternfly/react-core";
import { path } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { useLoad } from "../ui/load";
import type { Summary, Tenant } from "./tenant-actions";

/** In the order in which they are told; what is not among them is told last. */
const CONTENTS = ["users", "groups", "extensions", "pbxServers", "securityKeys", "sessions", "offlineSessions", "identityProviders"];

/** Tells all that goes with the tenant, and wants its domain typed. */
export function DeleteTenant({ tenant, onClose, onConfirm }: { tenant: Tenant; onClose: () => void; onConfirm: () => Promise<void> }) {
  const { api, t, textOf } = useShell();
  const { data, error } = useLoad(
    (signal) => api.get<Summary>(path`master/tenants/${tenant.sipDomain}/summary`, {}, signal),
    [api, tenant.sipDomain],
  );
  const place = (name: string) => (CONTENTS.indexOf(name) + CONTENTS.length) % CONTENTS.length;
  const contents = Object.entries(data?.contents ?? {})
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => place(a) - place(b));
  return (
    <Confirm
      title={t("pbxDeleteTenantTitle", { name: tenant.name })}
      action={t("delete")}
      danger
      typed={tenant.sipDomain}
      isDisabled={!data}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <p>{t("pbxDeleteTenantText", { realm: tenant.realm })}</p>
      {error !== undefined && <Alert variant="danger" isInline isPlain component="p" title={textOf(error)} />}
      {data ? (
        <List data-testid="contents">
          {contents.map(([name, count]) => (
            <ListItem key={name}>{t(`pbxContents_${name}`, { count })}</ListItem>
          ))}
        </List>
      ) : (
        error === undefined && <Skeleton screenreaderText={t("pbxLoading")} />
      )}
    </Confirm>
  );
}
