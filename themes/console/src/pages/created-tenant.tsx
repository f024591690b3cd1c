import {
  Alert,
  ClipboardCopy,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Stack,
  Title,
} from "@patternfly/react-core";
import { useShell } from "../shell";
import { ConsoleLink, PbxLink } from "../ui/page";
import type { Tenant } from "./tenant-actions";

/** The answer to the creation of a tenant, with what is told this once. */
export interface Created extends Tenant {
  clients: Record<string, string>;
  administrator?: { username: string; email: string; mailed: boolean; actionUrl?: string; expiresAt?: string };
}

/** What a new tenant is used with. Nothing of it is kept: not in the address, not in the browser. */
export function CreatedTenant({ created }: { created: Created }) {
  const { host, t } = useShell();
  const { administrator, clients } = created;
  const realm = encodeURIComponent(created.realm);
  const { serverBaseUrl, adminBaseUrl } = host.environment;
  const account = `${serverBaseUrl ?? adminBaseUrl}/realms/${realm}/account/`;
  return (
    <Stack hasGutter>
      <Alert variant="warning" isInline component="p" title={t("pbxToldOnce")} />
      {administrator && (
        <>
          <Title headingLevel="h2">{t("pbxFirstAdministrator")}</Title>
          <p data-testid="administrator">
            {administrator.mailed
              ? t("pbxAdministratorMailed", { username: administrator.username, email: administrator.email })
              : t("pbxAdministratorLink", {
                  username: administrator.username,
                  until: new Intl.DateTimeFormat(t.locale, { dateStyle: "medium", timeStyle: "short" }).format(
                    new Date(administrator.expiresAt ?? ""),
                  ),
                })}
          </p>
          {administrator.actionUrl && <Secret name="actionUrl" label={t("pbxPasswordLink")} value={administrator.actionUrl} />}
        </>
      )}
      <Title headingLevel="h2">{t("pbxClientSecrets")}</Title>
      <DescriptionList isHorizontal>
        {Object.entries(clients).map(([client, secret]) => (
          <DescriptionListGroup key={client}>
            <DescriptionListTerm>{client}</DescriptionListTerm>
            <DescriptionListDescription>
              <Secret name={client} label={t("pbxSecretOf", { client })} value={secret} />
            </DescriptionListDescription>
          </DescriptionListGroup>
        ))}
      </DescriptionList>
      <Title headingLevel="h2">{t("pbxTestSignIn")}</Title>
      <p>{t("pbxTestSignInText")}</p>
      <p>
        <a href={account} target="_blank" rel="noopener noreferrer" data-testid="test-sign-in">
          {account}
        </a>
      </p>
      <Title headingLevel="h2">{t("pbxGoTo")}</Title>
      <p>
        <PbxLink to={`tenants/${encodeURIComponent(created.sipDomain)}`} data-testid="open-tenant">
          {created.name}
        </PbxLink>
      </p>
      <p>
        <ConsoleLink to={`/${realm}/users`}>{t("users")}</ConsoleLink>
      </p>
    </Stack>
  );
}

function Secret({ name, label, value }: { name: string; label: string; value: string }) {
  const { t } = useShell();
  return (
    <ClipboardCopy isReadOnly hoverTip={t("pbxCopy")} clickTip={t("pbxCopied")} textAriaLabel={label} data-testid={`secret-${name}`}>
      {value}
    </ClipboardCopy>
  );
}
