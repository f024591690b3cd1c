import { ToolbarItem } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { path, unlessGone } from "../api";
import { useAddress, useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { DataTable, type ListQuery } from "../ui/data-table";
import { PageBody, PageHead, PbxLink } from "../ui/page";
import { actionOf, PURPOSE, useKeyLink } from "./key-dialogs";
import { moments } from "./moment";
import { PersonLink } from "./people-parts";
import { UserFilter } from "./user-filter";

interface Key {
  id: string;
  purpose: string;
  action?: string;
  user?: { id: string; username?: string };
  issuer: string;
  createdAt: number;
  expiresAt: number;
}

interface Asked {
  what: "revoke" | "purpose" | "user";
  row: Key;
}

export function KeysPage() {
  const { api, realm, can, t, alert } = useShell();
  const [refresh, setRefresh] = useState(0);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [address, setAddress] = useAddress();
  const user = address.get("user") ?? "";
  const keys = path`${realm}/security-keys`;
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) => api.page<Key>(keys, { ...query, user }, signal),
    [api, keys, user],
  );
  const written = moments(t.locale);
  const action = (name: string | undefined) => (name === undefined ? "—" : actionOf(t, name));
  const purposeOf = ({ purpose }: Key) => (purpose === PURPOSE ? t("pbxPurposeOfLinks") : purpose);
  const userOf = (row: Key) => row.user?.username ?? row.user?.id ?? "—";
  const close = () => setAsked(null);
  const done = (title: string) => {
    alert(title);
    setAsked(null);
    setRefresh((n) => n + 1);
  };
  const revokeAll = async (query: Record<string, string>) => {
    const { revoked } = await api.delete<{ revoked: number }>(keys, query);
    done(t("pbxKeysRevoked", { count: revoked }));
  };
  const { button: issue, dialog } = useKeyLink({ onIssued: () => setRefresh((n) => n + 1) });

  return (
    <>
      <PageHead
        title={t("pbxKeys")}
        text={t("pbxKeysText")}
        actions={can.realm && <PbxLink to="keys/purposes">{t("pbxPurposes")}</PbxLink>}
        divider={false}
      />
      <PageBody isList>
        <DataTable<Key>
          label={t("pbxKeys")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchKeys")}
          rowKey={({ id }) => id}
          rowLabel={(row) => `${userOf(row)}, ${purposeOf(row)}`}
          isFiltered={user !== ""}
          toolbar={
            <>
              {user && (
                <ToolbarItem>
                  <UserFilter
                    id="filter-user"
                    label={t("pbxUser")}
                    user={user}
                    onChange={(id) => setAddress({ user: id, page: undefined })}
                  />
                </ToolbarItem>
              )}
              {issue && <ToolbarItem>{issue}</ToolbarItem>}
            </>
          }
          columns={[
            {
              title: t("pbxUser"),
              width: 20,
              cell: (row) => (row.user ? <PersonLink id={row.user.id}>{userOf(row)}</PersonLink> : "—"),
            },
            { title: t("pbxKeyAction"), width: 20, cell: (row) => action(row.action) },
            { title: t("pbxPurpose"), width: 20, cell: purposeOf },
            { title: t("pbxIssuer"), cell: ({ issuer }) => issuer },
            { title: t("pbxIssuedAt"), cell: ({ createdAt }) => written(createdAt) },
            { title: t("pbxExpiresAt"), cell: ({ expiresAt }) => written(expiresAt) },
          ]}
          {...(can.keys === "manage"
            ? {
                actions: (row: Key) => [
                  { title: t("pbxRevoke"), isDanger: true, onClick: () => setAsked({ what: "revoke", row }) },
                  ...(row.user
                    ? [{ title: t("pbxRevokeOfUser"), isDanger: true, onClick: () => setAsked({ what: "user", row }) }]
                    : []),
                  { title: t("pbxRevokeOfPurpose"), isDanger: true, onClick: () => setAsked({ what: "purpose", row }) },
                ],
              }
            : {})}
          empty={{ title: t("pbxNoKeys"), text: t("pbxNoKeysText"), action: issue }}
        />
      </PageBody>
      {dialog}
      {asked?.what === "revoke" && (
        <Confirm
          title={t("pbxRevokeTitle")}
          action={t("pbxRevoke")}
          danger
          onClose={close}
          onConfirm={async () => {
            await api.delete(`${keys}/${encodeURIComponent(asked.row.id)}`).catch(unlessGone);
            done(t("pbxKeysRevoked", { count: 1 }));
          }}
        >
          {t("pbxRevokeText", { user: userOf(asked.row), purpose: purposeOf(asked.row), action: action(asked.row.action) })}
        </Confirm>
      )}
      {asked?.what === "user" && (
        <Confirm
          title={t("pbxRevokeOfUserTitle", { user: userOf(asked.row) })}
          action={t("pbxRevokeAll")}
          danger
          onClose={close}
          onConfirm={() => revokeAll({ user: asked.row.user?.id ?? "" })}
        >
          {t("pbxRevokeOfUserText", { user: userOf(asked.row) })}
        </Confirm>
      )}
      {asked?.what === "purpose" && (
        <Confirm
          title={t("pbxRevokeOfPurposeTitle", { purpose: purposeOf(asked.row) })}
          action={t("pbxRevokeAll")}
          danger
          onClose={close}
          onConfirm={() => revokeAll({ purpose: asked.row.purpose })}
        >
          {t("pbxRevokeOfPurposeText", { purpose: purposeOf(asked.row) })}
        </Confirm>
      )}
    </>
  );
}
