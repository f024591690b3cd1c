import {
  Alert,
  AlertActionLink,
  EmptyState,
  EmptyStateBody,
  EmptyStateHeader,
  Skeleton,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from "@patternfly/react-core";
import type { ReactNode } from "react";
import { ApiError, path } from "../api";
import { useAddress, useShell } from "../shell";
import { Search } from "../ui/data-table";
import { useLoad } from "../ui/load";
import { PageBody, PageHead } from "../ui/page";
import { SaveBar } from "../ui/save-bar";
import { useUnsaved } from "../ui/unsaved";
import { GroupFilter } from "./group-filter";
import { found, type Permission } from "./permission";
import { type Holder, usePermissions } from "./permission-changes";
import { CatalogueTable, PermissionTable } from "./permission-table";
import { UserFilter } from "./user-filter";

/** What a group or a user may do, by its own settings and by what it inherits; changes are saved together. */
export function PermissionsPage() {
  const { can, t, textOf } = useShell();
  const [address, setAddress] = useAddress();
  const user = address.get("user") ?? "";
  const group = user ? "" : (address.get("group") ?? "");
  const search = address.get("search") ?? "";
  const holder: Holder | null = user ? { kind: "user", id: user } : group ? { kind: "group", id: group } : null;
  const { states, error, reload, edits, errors, answers, isBusy, edit, revert, save } = usePermissions(holder);
  const count = Object.keys(edits).length;
  const isChanged = count > 0;
  useUnsaved({
    count,
    isLost: (next) => (next.get("user") ?? "") !== user || (!user && (next.get("group") ?? "") !== group),
    onDiscard: revert,
  });
  // What is not saved, or was refused, is in sight whatever is searched for.
  const shown = states && found(t, states, search, { ...edits, ...errors });

  return (
    <>
      <PageHead title={t("pbxPermissions")} text={t("pbxPermissionsText")} divider={false} />
      <PageBody isList>
        <Toolbar>
          <ToolbarContent>
            {(can.groups || group) && (
              <ToolbarItem>
                <GroupFilter
                  id="pbx-group"
                  label={t("pbxOfGroup")}
                  placeholder={t("pbxFilterGroup")}
                  group={group}
                  onChange={(id) => setAddress({ group: id, user: undefined })}
                />
              </ToolbarItem>
            )}
            {(can.users || can.people || user) && (
              <ToolbarItem>
                <UserFilter
                  id="pbx-user"
                  label={t("pbxUser")}
                  placeholder={t("pbxFilterUser")}
                  user={user}
                  onChange={(id) => setAddress({ user: id, group: undefined })}
                />
              </ToolbarItem>
            )}
            <ToolbarItem variant="search-filter">
              <Search label={t("pbxSearchPermissions")} value={search} onSearch={(text) => setAddress({ search: text })} />
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        {!holder ? (
          <Catalogue search={search} />
        ) : error !== undefined ? (
          <Failed
            text={error instanceof ApiError && error.status === 404 ? t(`pbxPermissionsGone_${holder.kind}`) : textOf(error)}
            onRetry={reload}
          />
        ) : (
          <Listed rows={shown} search={search}>
            {(rows) => (
              <PermissionTable
                of={holder.kind}
                states={rows}
                edits={edits}
                errors={errors}
                answers={answers}
                isBusy={isBusy}
                onEdit={edit}
              />
            )}
          </Listed>
        )}
      </PageBody>
      {states?.some(({ changeable }) => changeable) && (
        <SaveBar
          text={isChanged ? t("pbxUnsaved", { count }) : ""}
          title={t("pbxPermissionsNotSaved")}
          problems={Object.values(errors)}
          isChanged={isChanged}
          isBusy={isBusy}
          onSave={() => void save()}
          onRevert={revert}
        />
      )}
    </>
  );
}

/** Where nobody is chosen: what there is to be set. */
function Catalogue({ search }: { search: string }) {
  const { api, can, realm, t, textOf } = useShell();
  const { data, error, reload } = useLoad(
    // Who may view single groups and users only is not told of all permissions.
    async (signal) =>
      can.users ? await api.get<(Permission & { default: boolean })[]>(path`${realm}/pbx-permissions`, {}, signal) : [],
    [api, realm, can.users],
  );
  if (error !== undefined) {
    return <Failed text={textOf(error)} onRetry={reload} />;
  }
  return (
    <>
      <Alert variant="info" isInline component="h2" title={t("pbxChooseHolder")} />
      {can.users && (
        <Listed rows={data && found(t, data, search)} search={search}>
          {(rows) => <CatalogueTable permissions={rows} />}
        </Listed>
      )}
    </>
  );
}

interface ListedProps<T> {
  rows: readonly T[] | undefined;
  search: string;
  children: (rows: readonly T[]) => ReactNode;
}

/** The list when it has come, and what is said of one that the search has emptied. */
function Listed<T>({ rows, search, children }: ListedProps<T>) {
  const { t } = useShell();
  if (!rows) {
    return <Skeleton screenreaderText={t("pbxLoading")} />;
  }
  return rows.length > 0 ? (
    <>{children(rows)}</>
  ) : (
    <EmptyState data-testid="no-match">
      <EmptyStateHeader titleText={t("noSearchResults")} headingLevel="h2" />
      <EmptyStateBody>{t("pbxNoMatch", { search })}</EmptyStateBody>
    </EmptyState>
  );
}

function Failed({ text, onRetry }: { text: string; onRetry: () => void }) {
  const { t } = useShell();
  return (
    <Alert
      variant="danger"
      isInline
      component="h2"
      title={t("pbxListFailed")}
      data-testid="list-failed"
      actionLinks={<AlertActionLink onClick={onRetry}>{t("tryAgain")}</AlertActionLink>}
    >
      {text}
    </Alert>
  );
}
