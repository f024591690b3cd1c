import { Alert } from "@patternfly/react-core";
import { useState } from "react";
import { unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { FormDialog, SelectField, TextField, useSubmit } from "../ui/form";
import { useLoad } from "../ui/load";
import type { Action } from "../ui/row-actions";
import { type Group, groupOf, groupsOf, namesOfBranches } from "./group";
import { WeightDialog } from "./group-weight";

type Open = { kind: "edit" | "weight" | "delete"; group: Group } | { kind: "create" } | null;

interface DialogProps {
  onDone: (text: string) => void;
  onClose: () => void;
}

/**
 * What can be done with a group, and the dialogs for it.
 *
 * @param onChange the group is not what it was any more, or has gone
 */
export function useGroupActions(onChange: (isGone: boolean) => void) {
  const { alert, go, t } = useShell();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const done = (text: string, isGone = false) => {
    close();
    alert(text);
    onChange(isGone);
  };
  const actions = (group: Group): Action[] => [
    ...(group.access.manage
      ? [
          { title: t("edit"), onClick: () => setOpen({ kind: "edit", group }) },
          { title: t("pbxChangeWeight"), onClick: () => setOpen({ kind: "weight", group }) },
        ]
      : []),
    { title: t("pbxPermissions"), isLink: true, onClick: () => go(permissionsOf(group)) },
    ...(group.access.manage && !group.administrators
      ? [{ title: t("delete"), isDanger: true, onClick: () => setOpen({ kind: "delete", group }) }]
      : []),
  ];
  const dialog = (
    <>
      {open?.kind === "create" && <GroupDialog onDone={done} onClose={close} />}
      {open?.kind === "edit" && <GroupDialog group={open.group} onDone={done} onClose={close} />}
      {open?.kind === "weight" && (
        <WeightDialog group={open.group} onDone={done} onStale={() => onChange(false)} onClose={close} />
      )}
      {open?.kind === "delete" && <DeleteDialog group={open.group} onDone={(text) => done(text, true)} onClose={close} />}
    </>
  );
  return { actions, create: () => setOpen({ kind: "create" }), dialog };
}

/** The page on which a group's permissions are set. */
export function permissionsOf({ id }: Group) {
  return `permissions?group=${encodeURIComponent(id)}`;
}

/** Makes a group, or changes what has been changed here: what others change meanwhile stays. */
function GroupDialog({ group, onDone, onClose }: DialogProps & { group?: Group }) {
  const { api, can, realm, t } = useShell();
  const before = {
    name: group?.name ?? "",
    description: group?.description ?? "",
    branch: group?.branch?.id ?? "",
  };
  const [values, setValues] = useState(before);
  const { errors, clear, refuse, submit } = useSubmit("pbx-group", ["name", "description", "branch"]);
  const mayViewBranches = Boolean(can.users);
  const branches = useLoad(
    async (signal) =>
      mayViewBranches ? await namesOfBranches(api, realm, signal) : [],
    [api, realm, mayViewBranches],
  );
  const shown: readonly { id: string; name: string }[] = branches.data ?? (group?.branch ? [group.branch] : []);

  const save = async () => {
    const name = values.name.trim();
    if (!name) {
      refuse("name", t("pbxErrorRequired"));
      return;
    }
    const fields = Object.keys(before) as (keyof typeof before)[];
    const changed = Object.fromEntries(
      fields.filter((field) => values[field] !== before[field]).map((field) => [field, values[field].trim()]),
    );
    await submit(async () => {
      if (group) {
        await api.put(groupOf(realm, group.id), changed);
      } else {
        await api.post(groupsOf(realm), changed);
      }
      onDone(t(group ? "pbxGroupSaved" : "pbxGroupCreated", { name }));
    });
  };
  const field = (name: keyof typeof before) => ({
    id: `pbx-group-${name}`,
    value: values[name],
    ...(errors[name] ? { error: errors[name] } : {}),
    onChange: (value: string) => {
      clear(name);
      setValues((all) => ({ ...all, [name]: value }));
    },
  });
  return (
    <FormDialog
      title={group ? t("pbxEditGroup", { name: group.name }) : t("pbxCreateGroup")}
      action={t(group ? "save" : "create")}
      onClose={onClose}
      onConfirm={save}
    >
      {errors.form && <Alert variant="danger" isInline component="p" title={errors.form} data-testid="problem" />}
      <TextField
        {...field("name")}
        label={t("name")}
        {...(group?.administrators ? { help: t("pbxErrorAdministratorsGroup") } : {})}
        isRequired
        isDisabled={group?.administrators ?? false}
        autoFocus={!group?.administrators}
        maxLength={255}
      />
      <TextField {...field("description")} label={t("description")} maxLength={255} />
      {mayViewBranches && (
        <SelectField
          {...field("branch")}
          label={t("pbxBranch")}
          help={t("pbxBranchHelp")}
          isDisabled={!branches.data}
          options={[{ value: "", label: t("pbxAtNoBranch") }, ...shown.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      {!group && <p>{t("pbxNewGroupWeight")}</p>}
    </FormDialog>
  );
}

/** Deletes a group, and says how many lose it. */
function DeleteDialog({ group, onDone, onClose }: DialogProps & { group: Group }) {
  const { api, realm, t } = useShell();
  const { name, members } = group;
  return (
    <Confirm
      title={t("pbxDeleteGroupTitle", { name })}
      action={t("delete")}
      danger
      onClose={onClose}
      onConfirm={async () => {
        await api.delete(groupOf(realm, group.id)).catch(unlessGone);
        onDone(t("pbxGroupDeleted", { name }));
      }}
    >
      {members === undefined ? t("pbxDeleteGroupUncounted") : t("pbxDeleteGroupText", { name, count: members })}
    </Confirm>
  );
}
