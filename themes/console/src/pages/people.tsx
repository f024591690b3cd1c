import { ToolbarItem } from "@patternfly/react-core";
import { useCallback } from "react";
import { path } from "../api";
import { useAddress, useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Filter } from "../ui/filter";
import { ConsoleButton, PageBody, PageHead, PbxLink } from "../ui/page";
import { ExtensionsOf, type Person, PersonStatus } from "./people-parts";

/** What the address says in `show`, and the server's words for it. */
const SHOWN = new Map([
  ["enabled", true],
  ["disabled", false],
]);

/** The tenant's users, each with the extensions that they have. */
export function PeoplePage() {
  const { api, can, realm, t } = useShell();
  const [address, setAddress] = useAddress();
  const show = address.get("show") ?? "";
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) =>
      api.page<Person>(path`${realm}/pbx-people`, { ...query, enabled: SHOWN.get(show) }, signal),
    [api, realm, show],
  );
  const add = can.users === "manage" && (
    <ConsoleButton data-testid="add-user" to={path`/${realm}/users/add-user`}>
      {t("pbxAddUser")}
    </ConsoleButton>
  );
  return (
    <>
      <PageHead title={t("pbxPeople")} text={t("pbxPeopleText")} divider={false} />
      <PageBody isList>
        <DataTable<Person>
          label={t("pbxPeople")}
          load={load}
          searchLabel={t("pbxSearchPeople")}
          isFiltered={show !== ""}
          rowKey={({ id }) => id}
          rowLabel={({ displayName }) => displayName}
          toolbar={
            <>
              <Filter
                id="show"
                label={t("status")}
                value={show}
                options={[
                  ["", t("pbxShowPeople_all")],
                  ["enabled", t("pbxShowPeople_enabled")],
                  ["disabled", t("pbxShowPeople_disabled")],
                ]}
                onChange={(value) => setAddress({ show: value, page: undefined })}
              />
              {add && <ToolbarItem>{add}</ToolbarItem>}
            </>
          }
          columns={[
            {
              title: t("name"),
              width: 25,
              cell: ({ id, displayName }) => <PbxLink to={`people/${encodeURIComponent(id)}`}>{displayName}</PbxLink>,
            },
            { title: t("username"), width: 20, cell: ({ username }) => username },
            { title: t("email"), width: 20, cell: ({ email }) => email ?? "—" },
            { title: t("pbxExtensions"), cell: (row) => <ExtensionsOf person={row} /> },
            { title: t("status"), width: 10, cell: (row) => <PersonStatus person={row} /> },
          ]}
          empty={{ title: t("pbxNoPeople"), text: t("pbxNoPeopleText"), action: add }}
        />
      </PageBody>
    </>
  );
}
