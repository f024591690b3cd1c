import { ActionGroup, Button, FormSection } from "@patternfly/react-core";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError, path } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { PageForm, useSubmit } from "../ui/form";
import { useStale } from "../ui/load";
import { useUnsaved } from "../ui/unsaved";
import { changedOf, changesOf, missingOf, removesMailServer, shownOf, type Values, valuesOf } from "./own-settings";
import { Setting } from "./settings-field";
import type { Group, Settings } from "./settings-fields";

export interface SettingsGroupProps {
  group: Group;
  settings: Settings;
  /** What the server has now, after they were saved or somebody else was faster. */
  onLoaded: (settings: Settings) => void;
  /** Beside the buttons; told whether something is changed and not saved. */
  more?: (isChanged: boolean) => ReactNode;
}

/** Settings that are saved together. What is typed in the other groups stays there. */
export function SettingsGroup({ group, settings, onLoaded, more }: SettingsGroupProps) {
  const { alert, api, can, realm, t } = useShell();
  const [typed, setTyped] = useState<Values>({});
  const [isAsking, setAsking] = useState(false);
  const [stale, setStale] = useState<unknown>();
  const names = group.fields.map(({ name }) => name);
  const { isBusy, errors, clear, forget, refuse, submit } = useSubmit("settings", names);
  const values = { ...valuesOf(settings), ...typed };
  const changes = changesOf(group, settings, values);
  const count = changedOf(group, settings, values).length;
  const isChanged = count > 0;
  const title = t(`pbxSettings_${group.name}`);
  const mayChange = (group.isManaged ? can.realm : can.settings) === "manage";

  useUnsaved({ count });

  const load = async () => onLoaded(await api.get<Settings>(path`${realm}/tenant`));
  useStale(stale, () => void load().catch(setStale));
  // They have come by now, if only for another group.
  useEffect(() => setStale(undefined), [settings]);
  const save = () =>
    submit(async () => {
      setAsking(false);
      try {
        await api.put(path`${realm}/tenant`, changes);
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) {
          // What is typed stays. Saved again, it takes the place of what somebody else has set.
          await load().catch(() => undefined);
        }
        throw error;
      }
      // Secrets are let go of, and what the server has made of the rest is shown; what was typed meanwhile is not saved yet.
      setTyped((now) => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== typed[name])));
      alert(t("pbxSettingsSaved", { group: title }));
      await load().catch(setStale);
    });
  const check = () => {
    const missing = missingOf(group, settings, values);
    if (!isChanged || isBusy) return;
    if (missing) refuse(missing, t("pbxErrorRequired"));
    else if (changes.smtpServer && removesMailServer(settings, values)) setAsking(true);
    else void save();
  };
  const change = (name: string, value: string) => {
    setTyped((now) => ({ ...now, [name]: value }));
    clear(name);
  };
  return (
    <>
      <PageForm
        title={t("pbxSettingsNotSaved", { group: title })}
        {...(errors.form ? { problem: errors.form } : {})}
        onSubmit={check}
      >
        <FormSection title={title} titleElement="h2">
          {shownOf(group, settings, values).map((field) => (
            <Setting
              key={field.name}
              field={field}
              value={values[field.name] ?? ""}
              error={errors[field.name] ?? ""}
              isDisabled={!mayChange}
              isStored={field.kind === "password" && Boolean(settings.smtpServer.password)}
              onChange={(value) => change(field.name, value)}
            />
          ))}
          {mayChange && (
            <ActionGroup>
              <Button
                type="submit"
                data-testid={`save-${group.name}`}
                isLoading={isBusy}
                isAriaDisabled={isBusy || !isChanged}
              >
                {t("save")}
              </Button>
              <Button
                variant="link"
                data-testid={`revert-${group.name}`}
                isAriaDisabled={isBusy}
                onClick={() => {
                  setTyped({});
                  forget();
                }}
              >
                {t("revert")}
              </Button>
              {more?.(isChanged)}
            </ActionGroup>
          )}
        </FormSection>
      </PageForm>
      {isAsking && (
        <Confirm
          title={t("pbxRemoveMailServerTitle", { host: settings.smtpServer.host })}
          action={t("pbxRemoveMailServer")}
          danger
          onClose={() => setAsking(false)}
          onConfirm={async () => void (await save())}
        >
          {t("pbxRemoveMailServerText")}
        </Confirm>
      )}
    </>
  );
}
