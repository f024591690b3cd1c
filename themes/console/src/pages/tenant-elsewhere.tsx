import { ClipboardCopy, Stack, StackItem, Title } from "@patternfly/react-core";
import { useShell } from "../shell";
import { quoted } from "./shell-word";

/** What no page does: the commands that do, where one would look for a page. */
export function TenantElsewhere({ realm }: { realm: string }) {
  const { host, t } = useShell();
  const server = quoted(host.environment.serverBaseUrl ?? host.environment.adminBaseUrl);
  const name = quoted(realm);
  const file = quoted(`${realm.replaceAll("/", "-")}-realm.json`);
  const data = quoted(`${realm.replaceAll("/", "-")}-pbx-data.json`);
  const at = '--keycloak "$KEYCLOAK"';
  const commands = [
    ["pbxMoveData", `realm-config/export.sh ${at} --server ${server} --realm ${name} --pbx-data ${data}`],
    ["pbxMoveRealm", `realm-config/export.sh ${at} --realm ${name} --file ${file}`],
    ["pbxMoveInto", `realm-config/import.sh ${at} --server "$OTHER_SERVER" --file ${file} --realm ${name} --pbx-data ${data}`],
  ] as const;
  return (
    <Stack hasGutter>
      <StackItem>
        <Title headingLevel="h2" size="lg">
          {t("pbxMove")}
        </Title>
        <p>{t("pbxMoveText")}</p>
      </StackItem>
      {commands.map(([what, command]) => (
        <StackItem key={what} data-testid={what}>
          <p>{t(what)}</p>
          <Command label={t(what)} text={command} />
        </StackItem>
      ))}
      <StackItem>
        <Title headingLevel="h2" size="lg">
          {t("pbxFront")}
        </Title>
        <p>{t("pbxFrontText")}</p>
        <Command label={t("pbxFront")} text={"kcadm.sh create realms --file realm-config/demo/phones-realm.json"} />
      </StackItem>
    </Stack>
  );
}

function Command({ label, text }: { label: string; text: string }) {
  const { t } = useShell();
  return (
    <ClipboardCopy isReadOnly hoverTip={t("pbxCopy")} clickTip={t("pbxCopied")} textAriaLabel={label} toggleAriaLabel={label}>
      {text}
    </ClipboardCopy>
  );
}
