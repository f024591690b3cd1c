import { Alert } from "@patternfly/react-core";
import { useState } from "react";
import { unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { FormDialog, TextField, useSubmit } from "../ui/form";
import type { Action } from "../ui/row-actions";
import { type Branch, BRANCH_FIELDS, branchesOf, type BranchField, branchOf } from "./group";

type Open = { kind: "edit" | "delete"; branch: Branch } | { kind: "create" } | null;

interface DialogProps {
  onDone: (text: string) => void;
  onClose: () => void;
}

/**
 * What can be done with a branch, and the dialogs for it.
 *
 * @param onChange the branch is not what it was any more, or has gone
 */
export function useBranchActions(onChange: (isGone: boolean) => void) {
  const { alert, t } = useShell();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const done = (text: string, isGone = false) => {
    close();
    alert(text);
    onChange(isGone);
  };
  const actions = (branch: Branch): Action[] => [
    { title: t("edit"), onClick: () => setOpen({ kind: "edit", branch }) },
    { title: t("delete"), isDanger: true, onClick: () => setOpen({ kind: "delete", branch }) },
  ];
  const dialog = (
    <>
      {open?.kind === "create" && <BranchDialog onDone={done} onClose={close} />}
      {open?.kind === "edit" && <BranchDialog branch={open.branch} onDone={done} onClose={close} />}
      {open?.kind === "delete" && <DeleteDialog branch={open.branch} onDone={(text) => done(text, true)} onClose={close} />}
    </>
  );
  return { actions, create: () => setOpen({ kind: "create" }), dialog };
}

/** Makes a branch, or changes what has been changed here: what others change meanwhile stays. */
function BranchDialog({ branch, onDone, onClose }: DialogProps & { branch?: Branch }) {
  const { api, realm, t } = useShell();
  const before = (field: BranchField) => branch?.[field] ?? "";
  const [values, setValues] = useState<Partial<Record<BranchField, string>>>({});
  const { errors, clear, refuse, submit } = useSubmit("pbx-branch", BRANCH_FIELDS);
  const valueOf = (field: BranchField) => values[field] ?? before(field);

  const save = async () => {
    const name = valueOf("name").trim();
    if (!name) {
      refuse("name", t("pbxErrorRequired"));
      return;
    }
    const changed = Object.fromEntries(
      BRANCH_FIELDS.filter((field) => valueOf(field) !== before(field)).map((field) => [field, valueOf(field).trim()]),
    );
    await submit(async () => {
      if (branch) {
        await api.put(branchOf(realm, branch.id), changed);
      } else {
        await api.post(branchesOf(realm), changed);
      }
      onDone(t(branch ? "pbxBranchSaved" : "pbxBranchCreated", { name }));
    });
  };
  return (
    <FormDialog
      title={branch ? t("pbxEditBranch", { name: branch.name }) : t("pbxCreateBranch")}
      action={t(branch ? "save" : "create")}
      isWide
      onClose={onClose}
      onConfirm={save}
    >
      {errors.form && <Alert variant="danger" isInline component="p" title={errors.form} data-testid="problem" />}
      {BRANCH_FIELDS.map((field) => (
        <TextField
          key={field}
          id={`pbx-branch-${field}`}
          label={t(`pbxBranch_${field}`)}
          isRequired={field === "name"}
          autoFocus={field === "name"}
          maxLength={255}
          value={valueOf(field)}
          {...(errors[field] ? { error: errors[field] } : {})}
          onChange={(value) => {
            clear(field);
            setValues((all) => ({ ...all, [field]: value }));
          }}
        />
      ))}
    </FormDialog>
  );
}

/** Deletes a branch, and says how much is at it. */
function DeleteDialog({ branch, onDone, onClose }: DialogProps & { branch: Branch }) {
  const { api, realm, t } = useShell();
  const { name, groups, users } = branch;
  return (
    <Confirm
      title={t("pbxDeleteBranchTitle", { name })}
      action={t("delete")}
      danger
      onClose={onClose}
      onConfirm={async () => {
        await api.delete(branchOf(realm, branch.id)).catch(unlessGone);
        onDone(t("pbxBranchDeleted", { name }));
      }}
    >
      {groups === undefined || users === undefined
        ? t("pbxDeleteBranchUncounted")
        : t("pbxDeleteBranchText", { groups, users })}
    </Confirm>
  );
}
