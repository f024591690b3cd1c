import { Alert, Flex, Skeleton, Title } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { type ReactNode, useEffect, useRef } from "react";
import { useShell } from "../shell";
import { type Action, RowActions } from "./row-actions";

export interface SmallTableProps<T> {
  title: string;
  /** Nothing until they have come. */
  rows: readonly T[] | undefined;
  /** Why they do not come; those that have come stay. */
  error?: unknown;
  rowKey: (row: T) => string;
  /** What the menu of a row is named after. */
  rowLabel: (row: T) => string;
  columns: readonly { title: string; cell: (row: T) => ReactNode }[];
  actions?: (row: T) => readonly Action[];
  /** Beside the heading: what is done to all of them. */
  action?: ReactNode;
  /** What is said where there are no rows. */
  empty: string;
}

/** A part of a page: a heading, and a table of few rows that come as a whole. */
export function SmallTable<T>({ title, rows, error, rowKey, rowLabel, columns, actions, action, empty }: SmallTableProps<T>) {
  const { t, textOf } = useShell();
  const head = useRef<HTMLDivElement>(null);
  const count = useRef(rows?.length);
  useEffect(() => {
    // What had the focus was in a row, or beside the heading, and is gone.
    if (count.current !== undefined && count.current !== rows?.length && document.activeElement === document.body) {
      head.current?.focus({ preventScroll: true });
    }
    count.current = rows?.length;
  }, [rows?.length]);
  return (
    <>
      <Flex>
        <div ref={head} tabIndex={-1} style={{ outline: "none" }}>
          <Title headingLevel="h2" size="lg">
            {title}
          </Title>
        </div>
        {action}
      </Flex>
      {!rows && error !== undefined ? (
        <Alert variant="danger" isInline isPlain component="p" title={textOf(error)} />
      ) : !rows ? (
        <Skeleton screenreaderText={t("pbxLoading")} />
      ) : rows.length === 0 ? (
        <p>{empty}</p>
      ) : (
        <Table aria-label={title} variant="compact">
          <Thead>
            <Tr>
              {columns.map((column) => (
                <Th key={column.title}>{column.title}</Th>
              ))}
              {actions && <Th screenReaderText={t("pbxActions")} />}
            </Tr>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={rowKey(row)}>
                {columns.map((column) => (
                  <Td key={column.title} dataLabel={column.title}>
                    {column.cell(row)}
                  </Td>
                ))}
                {actions && (
                  <Td isActionCell>
                    <RowActions label={t("pbxActionsFor", { name: rowLabel(row) })} items={actions(row)} />
                  </Td>
                )}
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </>
  );
}
