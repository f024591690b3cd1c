import { ExpandableSection } from "@patternfly/react-core";
import { useState } from "react";
import { ApiError } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { FormDialog, SelectField, TextField, useSubmit } from "../ui/form";
import { current, type Extension, extensionsOf, nameOfOwner, ownedAsShown, pathOf, type Server, serversOf, type Settings } from "./extension";

interface DialogProps {
  onDone: (text: string) => void;
  onClose: () => void;
}

type Kind = "text" | "number" | "boolean";

/** What is asked for at once, and what most administrators never set. */
const FIRST: readonly (readonly [keyof Settings, Kind])[] = [
  ["displayName", "text"],
  ["peer", "text"],
  ["voiceMailBox", "text"],
  ["voiceMailContext", "text"],
];
const MORE: readonly (readonly [keyof Settings, Kind])[] = [
  ["autoAnswer", "boolean"],
  ["altOriginationMethod", "text"],
  ["originatingContextOverride", "text"],
  ["redirectingContextOverride", "text"],
  ["originateTimeoutOverride", "number"],
  ["agentName", "text"],
  ["agentLocation", "text"],
  ["agentInterface", "text"],
  ["agentPenalty", "number"],
  ["agentPaused", "boolean"],
];
const ALL = [...FIRST, ...MORE];
const NUMBER = /^[0-9]{3,64}$/;
const WHOLE = /^[0-9]{1,9}$/;

/** Changes the settings of an extension, or makes a new one. */
export function EditDialog({ row, servers, onDone, onClose }: DialogProps & { row?: Extension; servers: readonly Server[] }) {
  const { api, realm, t } = useShell();
  const [serverId, setServerId] = useState(servers[0]?.id ?? "");
  const [extension, setExtension] = useState(row?.extension ?? "");
  const [values, setValues] = useState(() => textsOf(row));
  const [isMore, setMore] = useState(false);
  const { errors, clear, refuse } = useSubmit("pbx-extension", []);

  const save = async () => {
    if (!NUMBER.test(extension.trim())) {
      refuse("extension", t("pbxExtensionDigits"));
      return;
    }
    const wrong = ALL.find(([name, kind]) => kind === "number" && values[name] && !WHOLE.test(values[name]));
    if (wrong) {
      setMore(true);
      refuse(wrong[0], t("pbxWholeNumber"));
      return;
    }
    const number = extension.trim();
    try {
      if (row) {
        // What others have changed since the list was loaded stays, but for what is changed here.
        const now = await current(api, realm, t, row);
        const all = { ...textsOf(now), ...changed(textsOf(row), values) };
        await api.put(pathOf(realm, row), { extension: number, ...settingsOf(all) });
      } else {
        await api.post(extensionsOf(realm, serverId), { extension: number, ...settingsOf(values) });
      }
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        refuse("extension", t("pbxExtensionExists"));
        return;
      }
      throw error;
    }
    onDone(t(row ? "pbxExtensionSaved" : "pbxExtensionCreated", { extension: number }));
  };
  const field = ([name, kind]: readonly [keyof Settings, Kind]) => {
    const props = {
      id: `pbx-extension-${name}`,
      label: t(`pbxSetting_${name}`),
      value: values[name] ?? "",
      ...(errors[name] ? { error: errors[name] } : {}),
      onChange: (value: string) => {
        clear(name);
        setValues((all) => ({ ...all, [name]: value }));
      },
    };
    return kind === "boolean" ? (
      <SelectField
        key={name}
        {...props}
        options={[
          { value: "", label: t("pbxNotSet") },
          { value: "true", label: t("yes") },
          { value: "false", label: t("no") },
        ]}
      />
    ) : (
      <TextField key={name} {...props} maxLength={255} />
    );
  };
  return (
    <FormDialog
      title={row ? t("pbxEditExtension", { extension: row.extension }) : t("pbxCreateExtension")}
      action={t(row ? "save" : "create")}
      isWide
      onClose={onClose}
      onConfirm={save}
    >
      {!row && servers.length > 1 && (
        <SelectField
          id="pbx-extension-server"
          label={t("pbxServer")}
          value={serverId}
          onChange={setServerId}
          options={servers.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <TextField
        id="pbx-extension-extension"
        label={t("pbxExtension")}
        help={t("pbxExtensionDigits")}
        isRequired
        autoFocus
        maxLength={64}
        value={extension}
        {...(errors.extension ? { error: errors.extension } : {})}
        onChange={(value) => {
          clear("extension");
          setExtension(value);
        }}
      />
      {FIRST.map(field)}
      <ExpandableSection toggleText={t("pbxMoreSettings")} isExpanded={isMore} onToggle={(_, next) => setMore(next)}>
        {MORE.map(field)}
      </ExpandableSection>
    </FormDialog>
  );
}

/** Settings as they stand in fields. */
function textsOf(row?: Extension): Partial<Record<keyof Settings, string>> {
  return row ? Object.fromEntries(ALL.map(([name]) => [name, row[name] === null ? "" : String(row[name])])) : {};
}

/** Those fields that are not as they were. */
function changed(before: Partial<Record<keyof Settings, string>>, values: Partial<Record<keyof Settings, string>>) {
  return Object.fromEntries(ALL.filter(([name]) => values[name] !== before[name]).map(([name]) => [name, values[name]]));
}

/** What stands in the fields as settings: the server takes all of them at once, and what is left out for not set. */
function settingsOf(values: Partial<Record<keyof Settings, string>>) {
  return Object.fromEntries(
    ALL.filter(([name]) => values[name]).map(([name, kind]) => {
      const value = values[name];
      return [name, kind === "number" ? Number(value) : kind === "boolean" ? value === "true" : value];
    }),
  );
}

/** Deletes an extension, and says who loses it. */
export function DeleteDialog({ row, onDone, onStale, onClose }: DialogProps & { row: Extension; onStale: () => void }) {
  const { api, realm, t } = useShell();
  const [isStale, setStale] = useState(false);
  const { extension } = row;
  return (
    <Confirm
      title={t("pbxDeleteExtensionTitle", { extension })}
      action={t("delete")}
      danger
      isDisabled={isStale}
      onClose={onClose}
      onConfirm={async () => {
        try {
          await ownedAsShown(api, realm, t, row);
          await api.delete(pathOf(realm, row));
        } catch (error) {
          setStale(!(error instanceof ApiError) || error.status === 404);
          onStale();
          throw error;
        }
        onDone(t("pbxExtensionDeleted", { extension }));
      }}
    >
      {row.managingUser
        ? t("pbxDeleteOwnedText", { extension, server: row.serverName, user: nameOfOwner(t, row) })
        : t("pbxDeleteFreeText", { extension, server: row.serverName })}
    </Confirm>
  );
}

/** Makes a PBX server: without one there are no extensions. */
export function NewServerDialog({ onDone, onClose }: DialogProps) {
  const { api, realm, t } = useShell();
  const [name, setName] = useState("");
  return (
    <FormDialog
      title={t("pbxCreateServer")}
      action={t("create")}
      isDisabled={!name.trim()}
      onClose={onClose}
      onConfirm={async () => {
        await api.post(serversOf(realm), { name: name.trim() });
        onDone(t("pbxServerCreated", { name: name.trim() }));
      }}
    >
      <TextField id="pbx-server-name" label={t("name")} isRequired autoFocus maxLength={255} value={name} onChange={setName} />
    </FormDialog>
  );
}
