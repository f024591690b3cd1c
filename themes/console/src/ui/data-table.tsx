import {
  Alert,
  AlertActionLink,
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  EmptyStateHeader,
  EmptyStateIcon,
  Pagination,
  SearchInput,
  Skeleton,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from "@patternfly/react-core";
import PlusCircleIcon from "@patternfly/react-icons/dist/esm/icons/plus-circle-icon";
import SearchIcon from "@patternfly/react-icons/dist/esm/icons/search-icon";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { type ReactNode, useEffect, useState } from "react";
import type { Rows } from "../api";
import { useAddress, useShell } from "../shell";
import { pageOf, SIZES, totalOf } from "./paging";
import { type Action, RowActions } from "./row-actions";

export interface ListQuery {
  search?: string;
  first: number;
  max: number;
}

export interface Column<T> {
  title: string;
  /** Percent of the width. */
  width?: 10 | 15 | 20 | 25 | 30 | 35 | 40 | 45 | 50 | 60 | 70 | 80 | 90;
  cell: (row: T) => ReactNode;
}

export interface DataTableProps<T> {
  label: string;
  /**
   * A page of the list, and how many rows there are in all. Where the server does not count, ask for one row more than
   * `max` and leave out the total. The list is loaded again when this is another function: useCallback.
   */
  load: (query: ListQuery, signal: AbortSignal) => Promise<Rows<T>>;
  /** Another number loads the list again. */
  refresh?: number;
  /** What the search is for; without it there is no search. */
  searchLabel?: string;
  rowKey: (row: T) => string;
  /** What the menu of a row is named after. */
  rowLabel: (row: T) => string;
  /** `ToolbarItem`s beside the search: filters, and what makes a new row. */
  toolbar?: ReactNode;
  /** The list is filtered by more than the search: an empty one says that nothing fits. */
  isFiltered?: boolean;
  columns: readonly Column<T>[];
  actions?: (row: T) => readonly Action[];
  /** Where there is nothing at all. */
  empty: { title: string; text: string; action?: ReactNode };
}

interface Result<T> extends Rows<T> {
  /** The question that this answers. */
  load: unknown;
  asked: string;
}

/**
 * A list that the server searches, pages and counts. Search and page are in the address (`search`, `page`, `max`), so
 * that reload, back and a link to a colleague work. Rows of a former question are gone at once: a fast click must not
 * hit another row.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { load, refresh = 0, searchLabel, isFiltered = false, columns, actions, empty } = props;
  const { t, textOf } = useShell();
  const [address, setAddress] = useAddress();
  const search = address.get("search") ?? "";
  const { page, max, first } = pageOf(address);
  const [result, setResult] = useState<Result<T> | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const asked = `${search} ${page} ${max}`;

  useEffect(() => {
    const control = new AbortController();
    setProblem(null);
    load({ ...(search ? { search } : {}), first, max }, control.signal).then(
      (found) => !control.signal.aborted && setResult({ ...found, load, asked }),
      (error: unknown) => {
        if (!control.signal.aborted) {
          setProblem(error ?? new Error());
          setResult(null);
        }
      },
    );
    return () => control.abort();
  }, [load, search, first, max, asked, refresh, round]);

  const current = result?.asked === asked && result.load === load ? result : null;
  const rows = current?.rows.slice(0, max);
  const total = current ? totalOf(current, first, max) : undefined;
  const isEmpty = rows?.length === 0;

  // The last row of a page was deleted.
  useEffect(() => {
    if (isEmpty && page > 1) {
      setAddress({ page: undefined }, { replace: true });
    }
  });

  if (isEmpty && page === 1 && !search && !isFiltered) {
    return (
      <EmptyState data-testid="empty-state">
        <EmptyStateHeader titleText={empty.title} headingLevel="h2" icon={<EmptyStateIcon icon={PlusCircleIcon} />} />
        <EmptyStateBody>{empty.text}</EmptyStateBody>
        {empty.action && (
          <EmptyStateFooter>
            <EmptyStateActions>{empty.action}</EmptyStateActions>
          </EmptyStateFooter>
        )}
      </EmptyState>
    );
  }
  const pagination = (variant: "top" | "bottom") => (
    <Pages
      label={props.label}
      variant={variant}
      page={page}
      max={max}
      {...(total === undefined ? {} : { total })}
      onChange={(next, size) => setAddress({ page: next > 1 ? next : undefined, max: size })}
    />
  );
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          {searchLabel && (
            <ToolbarItem variant="search-filter">
              <Search label={searchLabel} value={search} onSearch={(text) => setAddress({ search: text, page: undefined })} />
            </ToolbarItem>
          )}
          {props.toolbar}
          {!problem && (
            <ToolbarItem variant="pagination" align={{ default: "alignRight" }}>
              {pagination("top")}
            </ToolbarItem>
          )}
        </ToolbarContent>
      </Toolbar>
      {problem ? (
        <Alert
          variant="danger"
          isInline
          component="h2"
          title={t("pbxListFailed")}
          className="pf-v5-u-m-lg"
          data-testid="list-failed"
          actionLinks={<AlertActionLink onClick={() => setRound(round + 1)}>{t("tryAgain")}</AlertActionLink>}
        >
          {textOf(problem)}
        </Alert>
      ) : isEmpty ? (
        <EmptyState data-testid="no-match">
          <EmptyStateHeader titleText={t("noSearchResults")} headingLevel="h2" icon={<EmptyStateIcon icon={SearchIcon} />} />
          <EmptyStateBody>{search ? t("pbxNoMatch", { search }) : t("pbxNoneFits")}</EmptyStateBody>
          {search && (
            <EmptyStateFooter>
              <EmptyStateActions>
                <Button variant="link" onClick={() => setAddress({ search: undefined, page: undefined })}>
                  {t("pbxClearSearch")}
                </Button>
              </EmptyStateActions>
            </EmptyStateFooter>
          )}
        </EmptyState>
      ) : (
        <Table aria-label={props.label} variant="compact" aria-busy={!rows}>
          <Thead>
            <Tr>
              {columns.map(({ title, width }) => (
                <Th key={title} {...(width ? { width } : {})}>
                  {title}
                </Th>
              ))}
              {actions && <Th screenReaderText={t("pbxActions")} />}
            </Tr>
          </Thead>
          <Tbody>
            {rows
              ? rows.map((row) => (
                  <Tr key={props.rowKey(row)}>
                    {columns.map(({ title, cell }) => (
                      <Td key={title} dataLabel={title}>
                        {cell(row)}
                      </Td>
                    ))}
                    {actions && (
                      <Td isActionCell>
                        <Menu label={t("pbxActionsFor", { name: props.rowLabel(row) })} items={actions(row)} />
                      </Td>
                    )}
                  </Tr>
                ))
              : Array.from({ length: Math.min(max, result?.rows.length || 5) }, (_, i) => (
                  <Tr key={i}>
                    {columns.map(({ title }) => (
                      <Td key={title} dataLabel={title}>
                        <Skeleton {...(i ? {} : { screenreaderText: t("pbxLoading") })} />
                      </Td>
                    ))}
                    {actions && <Td />}
                  </Tr>
                ))}
          </Tbody>
        </Table>
      )}
      {/* On a phone the one above has no arrows. */}
      {!isEmpty && !problem && pagination("bottom")}
    </>
  );
}

function Menu({ label, items }: { label: string; items: readonly Action[] }) {
  return items.length ? <RowActions label={label} items={items} /> : null;
}

/** What a list is searched for: told at Enter, at the button, and when it is emptied. */
export function Search({ label, value, onSearch }: { label: string; value: string; onSearch: (text: string) => void }) {
  const { t } = useShell();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      searchInputId="pbx-search"
      data-testid="pbx-search"
      value={typed}
      onChange={(_, text) => setTyped(text)}
      onSearch={(_, text) => onSearch(text.trim())}
      onClear={() => {
        setTyped("");
        onSearch("");
      }}
      resetButtonLabel={t("clear")}
      submitSearchButtonLabel={t("search")}
    />
  );
}

interface PagesProps {
  label: string;
  variant: "top" | "bottom";
  page: number;
  max: number;
  total?: number;
  onChange: (page: number, max: number) => void;
}

function Pages({ label, variant, page, max, total, onChange }: PagesProps) {
  const { t } = useShell();
  return (
    <Pagination
      isCompact
      variant={variant}
      widgetId={`pbx-pagination-${variant}`}
      page={page}
      perPage={max}
      {...(total === undefined
        ? { toggleTemplate: ({ firstIndex, lastIndex }) => <b>{`${firstIndex ?? 0} – ${lastIndex ?? 0}`}</b> }
        : { itemCount: total })}
      perPageOptions={SIZES.map((value) => ({ title: String(value), value }))}
      onSetPage={(_, next) => onChange(next, max)}
      onPerPageSelect={(_, size) => onChange(1, size)}
      titles={{
        items: "",
        ofWord: t("pbxOf"),
        paginationAriaLabel: `${label}, ${t("pagination")}, ${t(variant === "top" ? "pbxAbove" : "pbxBelow")}`,
        perPageSuffix: t("pbxPerPage"),
        toNextPageAriaLabel: t("pbxNextPage"),
        toPreviousPageAriaLabel: t("pbxPreviousPage"),
      }}
    />
  );
}
