import { Label } from "@patternfly/react-core";
import { useState } from "react";
import { useShell } from "../shell";
import { PbxLink } from "../ui/page";
import { SmallTable } from "../ui/small-table";
import { nameOfOwner, type Owned, ownerOf } from "./extension";
import { FreeDialog, GiveDialog } from "./extension-owner";
import type { PersonalExtension, PersonDetails } from "./people-parts";

type Open = { kind: "give" | "free"; row: Owned } | null;

/** The extensions that a user has; who may, says which is the default, gives them to others or sets them free. */
export function PersonExtensions({ person, reload }: { person: PersonDetails; reload: () => void }) {
  const { alert, api, can, fail, realm, t } = useShell();
  const [open, setOpen] = useState<Open>(null);
  const { id, username, displayName } = person;
  const owned = ({ id: extensionId, extension }: PersonalExtension): Owned => ({
    id: extensionId,
    extension,
    managingUser: { id, username, displayName },
  });
  const dialog = {
    onDone: (text: string) => {
      setOpen(null);
      alert(text);
      reload();
    },
    onStale: reload,
    onClose: () => setOpen(null),
  };
  const makeDefault = async (row: PersonalExtension) => {
    try {
      await api.put(ownerOf(realm, owned(row)), { userId: id, expectedOwner: id, makeDefault: true });
      alert(t("pbxDefaultMade", { extension: row.extension, user: nameOfOwner(t, owned(row)) }));
    } catch (error) {
      fail(t("pbxExtensionNotChanged", { extension: row.extension }), error);
    }
    reload();
  };
  return (
    <>
      <SmallTable<PersonalExtension>
        title={t("pbxExtensions")}
        rows={person.extensions}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.extension}
        empty={t("pbxHasNoExtension")}
        columns={[
          {
            title: t("pbxExtension"),
            cell: ({ extension, default: isDefault }) => (
              <>
                {can.extensions ? (
                  <PbxLink to={`extensions?search=${encodeURIComponent(extension)}`}>{extension}</PbxLink>
                ) : (
                  extension
                )}{" "}
                {isDefault && (
                  <Label isCompact color="blue">
                    {t("pbxDefault")}
                  </Label>
                )}
              </>
            ),
          },
          { title: t("displayName"), cell: (row) => row.displayName ?? "—" },
          { title: t("pbxServer"), cell: (row) => row.serverName },
        ]}
        {...(can.extensions === "manage"
          ? {
              actions: (row: PersonalExtension) => [
                ...(row.default ? [] : [{ title: t("pbxMakeDefault"), onClick: () => void makeDefault(row) }]),
                { title: t("pbxGiveToAnother"), onClick: () => setOpen({ kind: "give", row: owned(row) }) },
                { title: t("pbxFreeAction"), isDanger: true, onClick: () => setOpen({ kind: "free", row: owned(row) }) },
              ],
            }
          : {})}
      />
      {open?.kind === "give" && <GiveDialog row={open.row} {...dialog} />}
      {open?.kind === "free" && <FreeDialog row={open.row} {...dialog} />}
    </>
  );
}
