import { Button, Divider, Skeleton, Stack, StackItem } from "@patternfly/react-core";
import { Fragment, useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { useLoad } from "../ui/load";
import { Message, PageBody, PageHead } from "../ui/page";
import { shownOf, valuesOf } from "./own-settings";
import { type Facts, SettingsFacts } from "./settings-facts";
import { GROUPS, type Settings } from "./settings-fields";
import { SettingsGroup } from "./settings-group";

export function SettingsPage() {
  const { api, realm, t, textOf } = useShell();
  const { data, error } = useLoad(
    (signal) =>
      Promise.all([
        api.get<Settings>(path`${realm}/tenant`, {}, signal),
        api.get<Facts>(path`${realm}/pbx-console`, {}, signal),
      ]),
    [api, realm],
  );
  if (error !== undefined) {
    return <Message title={t("pbxSettingsNotLoaded")} text={textOf(error)} />;
  }
  if (!data) {
    return (
      <PageBody>
        <Skeleton screenreaderText={t("pbxLoading")} />
      </PageBody>
    );
  }
  return <LoadedSettings first={data[0]} facts={data[1]} />;
}

function LoadedSettings({ first, facts }: { first: Settings; facts: Facts }) {
  const { can, t } = useShell();
  const [settings, setSettings] = useState(first);
  const values = valuesOf(settings);
  return (
    <>
      <PageHead title={t("pbxSettings")} text={t(can.settings === "manage" ? "pbxSettingsText" : "pbxSettingsViewed")} />
      <PageBody>
        <Stack hasGutter>
          <StackItem>
            <SettingsFacts facts={facts} />
          </StackItem>
          {GROUPS.filter((group) => shownOf(group, settings, values).length > 0).map((group) => (
            <Fragment key={group.name}>
              <Divider />
              <StackItem>
                <SettingsGroup
                  group={group}
                  settings={settings}
                  onLoaded={setSettings}
                  {...(group.name === "mail"
                    ? { more: (isChanged: boolean) => <TestMail isReady={!isChanged && Boolean(settings.smtpServer.host)} /> }
                    : {})}
                />
              </StackItem>
            </Fragment>
          ))}
        </Stack>
      </PageBody>
    </>
  );
}

/** Sends a mail to the administrator, by the mail server as it is saved. */
function TestMail({ isReady }: { isReady: boolean }) {
  const { alert, api, fail, realm, t } = useShell();
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await api.post(path`${realm}/tenant/test-mail`);
      alert(t("pbxTestMailSent"));
    } catch (error) {
      fail(t("pbxTestMailNotSent"), error);
    }
    setBusy(false);
  };
  return (
    <Button
      variant="secondary"
      data-testid="test-mail"
      isLoading={isBusy}
      isAriaDisabled={isBusy || !isReady}
      onClick={() => void send()}
    >
      {t("pbxTestMail")}
    </Button>
  );
}
