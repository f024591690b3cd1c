import { Alert } from "@patternfly/react-core";
import { useState } from "react";
import { ApiError, path } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { Field, FormDialog, SwitchField } from "../ui/form";
import { useLoad } from "../ui/load";
import { person, type User, UserSelect } from "../ui/user-select";
import { type Extension, nameOfOwner, type Owned, ownerOf } from "./extension";

export interface OwnerDialogProps {
  row: Owned;
  onDone: (text: string) => void;
  /** The list is behind. */
  onStale: () => void;
  onClose: () => void;
}

/** Gives an extension to a user: a free one, or another user's, who is named. */
export function GiveDialog({ row, onDone, onStale, onClose }: OwnerDialogProps) {
  const { api, realm, t } = useShell();
  const [user, setUser] = useState<User | null>(null);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const { isStale, change } = useChange(onStale);
  const { extension, managingUser: owner } = row;
  const isSame = user !== null && user.id === owner?.id;
  const takes = user !== null && owner !== null && !isSame && !isStale;
  const owned = useLoad(
    async (signal) =>
      user && (await api.get<Extension[]>(path`${realm}/extensions`, { managingUser: user.id, max: 1000 }, signal)),
    [api, realm, user],
  );
  const formerDefault = owned.data?.find((other) => other.default)?.extension;
  // A default that the user has is taken away by nobody who does not say so.
  const makeDefault = wanted ?? (Boolean(owned.data) && !formerDefault);

  const give = async () => {
    if (user) {
      await change(() => api.put(ownerOf(realm, row), { userId: user.id, makeDefault, expectedOwner: owner?.id ?? null }));
      onDone(t("pbxExtensionGiven", { extension, user: person(user) }));
    }
  };
  return (
    <FormDialog
      title={t("pbxGiveTitle", { extension })}
      action={t(takes ? "pbxTakeOver" : "pbxGive")}
      danger={takes}
      isDisabled={!user || isSame || isStale || (owned.data === undefined && !owned.error)}
      onClose={onClose}
      onConfirm={give}
    >
      {owner && !isStale && <p>{t("pbxOwnedNow", { user: nameOfOwner(t, row) })}</p>}
      <Field id="pbx-owner" label={t("pbxManagingUser")} isRequired>
        <UserSelect id="pbx-owner" label={t("pbxManagingUser")} selected={user} onSelect={(next) => (setUser(next), setWanted(null))} />
      </Field>
      <SwitchField id="pbx-default" label={t("pbxMakeDefaultOfUser")} value={makeDefault} onChange={setWanted} />
      {makeDefault && formerDefault && (
        <Alert variant="warning" isInline isPlain component="p" title={t("pbxAlsoDefault", { extension: formerDefault })} />
      )}
      {isSame && !isStale && <Alert variant="info" isInline isPlain component="p" title={t("pbxSameOwner", { user: person(user) })} />}
      {takes && (
        <Alert variant="warning" isInline component="p" data-testid="takes" title={t("pbxStealTitle")}>
          {t("pbxStealText", { extension, from: nameOfOwner(t, row), to: person(user) })}
        </Alert>
      )}
    </FormDialog>
  );
}

/** Takes an extension away from the user who has it. */
export function FreeDialog({ row, onDone, onStale, onClose }: OwnerDialogProps) {
  const { api, realm, t } = useShell();
  const { isStale, change } = useChange(onStale);
  const { extension } = row;
  const user = nameOfOwner(t, row);
  return (
    <Confirm
      title={t("pbxFreeTitle", { extension })}
      action={t("pbxFreeAction")}
      danger
      isDisabled={isStale}
      onClose={onClose}
      onConfirm={async () => {
        await change(() => api.delete(ownerOf(realm, row), { expectedOwner: row.managingUser?.id }));
        onDone(t("pbxExtensionFreed", { extension, user }));
      }}
    >
      {!isStale && t("pbxFreeText", { extension, user })}
    </Confirm>
  );
}

/**
 * The dialog says what the server says; behind it the list shows already how it is. What the dialog has said of the owner
 * is stale then, and the same again would fail again.
 */
function useChange(onStale: () => void) {
  const [isStale, setStale] = useState(false);
  return {
    isStale,
    change: async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (error instanceof ApiError && (error.status === 409 || error.status === 404)) {
          setStale(error.status === 404 || error.field === "expectedOwner");
          onStale();
        }
        throw error;
      }
    },
  };
}
