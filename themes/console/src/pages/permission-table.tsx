import { Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { type ReactNode, useMemo } from "react";
import { useShell } from "../shell";
import { PbxLink } from "../ui/page";
import { type Tri, triName } from "../ui/tri";
import { TriState } from "../ui/tri-state";
import { type Edits, isRole, labelOf, type Permission, reasonOf, type State } from "./permission";

interface PermissionTableProps {
  of: "group" | "user";
  states: readonly State[];
  edits: Edits;
  errors: Readonly<Record<string, string>>;
  /** How often the server has answered to what was to be saved. */
  answers: number;
  isBusy: boolean;
  onEdit: (state: State, chosen: Tri) => void;
}

/** What a group or a user says of each permission, and what that comes to. */
export function PermissionTable({ of, states, edits, errors, answers, isBusy, onEdit }: PermissionTableProps) {
  const { t } = useShell();
  // The one at the time of the answer: while it is mended, the next one does not take the focus.
  const first = useMemo(() => states.find(({ name }) => errors[name])?.name, [answers]);
  return (
    <Rows
      rows={states}
      columns={[
        [t("pbxPermissionSet"), (state) => {
          const chosen = edits[state.name];
          return state.changeable ? (
            <TriState
              id={`pbx-permission-${state.name}`}
              label={labelOf(t, state)}
              value={chosen === undefined ? state.value : chosen}
              inherited={state.inherited}
              hasNoOff={isRole(state)}
              isDisabled={isBusy}
              takesFocus={state.name === first ? answers : 0}
              onChange={(value) => onEdit(state, value)}
              {...(errors[state.name] ? { error: errors[state.name] ?? "" } : {})}
            />
          ) : (
            t(`pbxSaid_${triName(state.value)}`)
          );
        }],
        [t("pbxPermissionEffective"), (state) => (
          // As wide as its text, also where a cell is laid out as a grid.
          <span>
            <OnOff isOn={state.effective} />{" "}
            {state.name in edits && (
              <Label isCompact color="gold">
                {t("pbxNotSaved")}
              </Label>
            )}
          </span>
        )],
        [t("pbxReason"), (state) => <Reason state={state} of={of} />],
      ]}
    />
  );
}

/** The permissions of the tenant, and what holds where nobody says anything of them. */
export function CatalogueTable({ permissions }: { permissions: readonly (Permission & { default: boolean })[] }) {
  const { t } = useShell();
  return (
    <Rows
      rows={permissions}
      columns={[[t("pbxByItself"), (permission) => <span><OnOff isOn={permission.default} /></span>]]}
    />
  );
}

interface RowsProps<T> {
  rows: readonly T[];
  columns: readonly (readonly [title: string, cell: (row: T) => ReactNode])[];
}

function Rows<T extends Permission>({ rows, columns }: RowsProps<T>) {
  const { t } = useShell();
  const titles = [t("pbxPermission"), t("pbxPermissionKind")] as const;
  return (
    <Table aria-label={t("pbxPermissions")} variant="compact">
      <Thead>
        <Tr>
          {[...titles, ...columns.map(([title]) => title)].map((title) => (
            <Th key={title}>{title}</Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.name} data-testid={`row-${row.name}`}>
            <Td dataLabel={titles[0]}>
              <strong>{labelOf(t, row)}</strong>
            </Td>
            <Td dataLabel={titles[1]}>{t(`pbxPermissionKind_${row.type}`)}</Td>
            {columns.map(([title, cell]) => (
              <Td key={title} dataLabel={title}>
                {cell(row)}
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function OnOff({ isOn }: { isOn: boolean }) {
  const { t } = useShell();
  return (
    <Label isCompact color={isOn ? "green" : "grey"}>
      {t(isOn ? "on" : "off")}
    </Label>
  );
}

/** What has decided; a group leads to its page, which shows its weight and who is in it. */
function Reason({ state, of }: { state: State; of: "group" | "user" }) {
  const { can, t } = useShell();
  const text = reasonOf(t, state, of);
  return of === "user" && state.group && can.groups ? (
    <PbxLink to={`groups/${encodeURIComponent(state.group.id)}`}>{text}</PbxLink>
  ) : (
    text
  );
}
