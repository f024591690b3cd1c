import { Alert, Button, Label, ToolbarItem } from "@patternfly/react-core";
import { type ReactNode, useCallback, useState } from "react";
import { path } from "../api";
import { useAddress, useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Filter } from "../ui/filter";
import { useLoad } from "../ui/load";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import type { Action } from "../ui/row-actions";
import { DeleteDialog, EditDialog, NewServerDialog } from "./extension-dialogs";
import { type Extension, nameOfOwner, ownedAsShown, ownerOf, pathOf, type Server, serversOf } from "./extension";
import { FreeDialog, GiveDialog } from "./extension-owner";
import { PersonLink } from "./people-parts";
import { UserFilter } from "./user-filter";

type Open = { kind: "give" | "free" | "edit" | "delete"; row: Extension } | { kind: "create" | "server" } | null;

/** What the address says in `owner`, and the server's words for it. */
const FREE = new Map([
  ["free", true],
  ["owned", false],
]);

/** All extensions of the tenant, on whichever server, and whose they are. */
export function ExtensionsPage() {
  const { api, alert, can, fail, go, realm, t, textOf } = useShell();
  const [address, setAddress] = useAddress();
  const [open, setOpen] = useState<Open>(null);
  const [refresh, setRefresh] = useState(0);
  const server = address.get("server") ?? "";
  const owner = address.get("owner") ?? "";
  const user = address.get("user") ?? "";
  const isManager = can.extensions === "manage";

  const servers = useLoad((signal) => api.page<Server>(serversOf(realm), {}, signal), [api, realm]);
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) =>
      api.page<Extension>(path`${realm}/extensions`, { ...query, server, managingUser: user, free: FREE.get(owner) }, signal),
    [api, realm, server, user, owner],
  );
  const stale = () => setRefresh((n) => n + 1);
  const done = (text: string) => {
    setOpen(null);
    alert(text);
    stale();
  };
  const close = () => setOpen(null);
  const setDefault = async (row: Extension, isDefault: boolean) => {
    const userId = row.managingUser?.id;
    try {
      if (isDefault) {
        await api.put(ownerOf(realm, row), { userId, expectedOwner: userId, makeDefault: true });
      } else {
        await ownedAsShown(api, realm, t, row);
        await api.delete(`${pathOf(realm, row)}/defaultExtensionUser`);
      }
      alert(t(isDefault ? "pbxDefaultMade" : "pbxDefaultEnded", { extension: row.extension, user: nameOfOwner(t, row) }));
    } catch (error) {
      fail(t("pbxExtensionNotChanged", { extension: row.extension }), error);
    }
    stale();
  };
  const actions = (row: Extension): Action[] => [
    ...(isManager ? [{ title: t(row.managingUser ? "pbxGiveToAnother" : "pbxGive"), onClick: () => setOpen({ kind: "give", row }) }] : []),
    ...(isManager && row.managingUser
      ? [
          {
            title: t(row.default ? "pbxEndDefault" : "pbxMakeDefault"),
            onClick: () => void setDefault(row, !row.default),
          },
          { title: t("pbxFreeAction"), onClick: () => setOpen({ kind: "free", row }), isDanger: true },
        ]
      : []),
    ...(can.signIns ? [{ title: t("pbxHistory"), onClick: () => go(path`extensions/${row.id}`) }] : []),
    ...(isManager
      ? [
          { title: t("edit"), onClick: () => setOpen({ kind: "edit", row }) },
          { title: t("delete"), onClick: () => setOpen({ kind: "delete", row }), isDanger: true },
        ]
      : []),
  ];

  const all = servers.data?.rows ?? [];
  const create = (
    <Button data-testid="create-extension" onClick={() => setOpen({ kind: "create" })}>
      {t("pbxCreateExtension")}
    </Button>
  );
  const createServer = (variant: "primary" | "link") => (
    <Button data-testid="create-server" variant={variant} onClick={() => setOpen({ kind: "server" })}>
      {t("pbxCreateServer")}
    </Button>
  );
  const first = (button: ReactNode) =>
    isManager && (
      <>
        {button} <PbxLink to="import">{t("pbxImportAndExport")}</PbxLink>
      </>
    );
  return (
    <>
      <PageHead title={t("pbxExtensions")} text={t("pbxExtensionsText")} />
      <PageBody isList>
        {servers.error !== undefined && (
          <Alert variant="danger" isInline component="p" title={t("pbxServersFailed")}>
            {textOf(servers.error)}
          </Alert>
        )}
        <DataTable<Extension>
          label={t("pbxExtensions")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchExtensions")}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.extension}
          isFiltered={Boolean(server || user || owner)}
          toolbar={
            <>
              {all.length > 1 && (
                <Filter
                  id="filter-server"
                  label={t("pbxServer")}
                  value={server}
                  options={[["", t("pbxAllServers")], ...all.map(({ id, name }) => [id, name] as const)]}
                  onChange={(value) => setAddress({ server: value, page: undefined })}
                />
              )}
              <Filter
                id="filter-owner"
                label={t("pbxManagingUser")}
                value={owner}
                options={[
                  ["", t("pbxFreeAndOwned")],
                  ["free", t("pbxFree")],
                  ["owned", t("pbxOwned")],
                ]}
                onChange={(value) => setAddress({ owner: value, page: undefined })}
              />
              <ToolbarItem>
                <UserFilter
                  id="filter-user"
                  label={t("pbxManagingUser")}
                  placeholder={t("pbxFilterUser")}
                  user={user}
                  onChange={(id) => setAddress({ user: id, page: undefined })}
                />
              </ToolbarItem>
              {isManager && all.length > 0 && (
                <>
                  <ToolbarItem>{create}</ToolbarItem>
                  <ToolbarItem>{createServer("link")}</ToolbarItem>
                </>
              )}
            </>
          }
          columns={[
            { title: t("pbxExtension"), width: 10, cell: (row) => <strong>{row.extension}</strong> },
            { title: t("displayName"), width: 25, cell: (row) => row.displayName ?? "—" },
            { title: t("pbxServer"), width: 15, cell: (row) => row.serverName },
            { title: t("pbxManagingUser"), cell: (row) => <Owner row={row} /> },
          ]}
          {...(isManager || can.signIns ? { actions } : {})}
          empty={
            servers.data && all.length === 0
              ? { title: t("pbxNoServers"), text: t("pbxNoServersText"), action: first(createServer("primary")) }
              : { title: t("pbxNoExtensions"), text: t("pbxNoExtensionsText"), action: servers.data && first(create) }
          }
        />
      </PageBody>
      {open?.kind === "give" && <GiveDialog row={open.row} onDone={done} onStale={stale} onClose={close} />}
      {open?.kind === "free" && <FreeDialog row={open.row} onDone={done} onStale={stale} onClose={close} />}
      {open?.kind === "edit" && <EditDialog row={open.row} servers={all} onDone={done} onClose={close} />}
      {open?.kind === "create" && <EditDialog servers={all} onDone={done} onClose={close} />}
      {open?.kind === "delete" && <DeleteDialog row={open.row} onDone={done} onStale={stale} onClose={close} />}
      {open?.kind === "server" && (
        <NewServerDialog
          onClose={close}
          onDone={(text) => {
            done(text);
            servers.reload();
          }}
        />
      )}
    </>
  );
}

function Owner({ row }: { row: Extension }) {
  const { t } = useShell();
  if (!row.managingUser) {
    return <Label isCompact>{t("pbxFree")}</Label>;
  }
  return (
    <>
      {row.managingUser.username === null ? (
        t("pbxHiddenUser")
      ) : (
        <PersonLink id={row.managingUser.id}>{nameOfOwner(t, row)}</PersonLink>
      )}{" "}
      {row.default && (
        <Label isCompact color="blue">
          {t("pbxDefault")}
        </Label>
      )}
    </>
  );
}
