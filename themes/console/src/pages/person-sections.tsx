import { Alert, Label, LabelGroup, Skeleton, Title } from "@patternfly/react-core";
import { path } from "../api";
import { useShell } from "../shell";
import { useLoad } from "../ui/load";
import { SmallTable } from "../ui/small-table";
import { moments } from "./moment";
import { labelOf } from "./permission";
import { eventsOf, Outcome, type SignInEvent } from "./sign-in-event";

interface Permission {
  name: string;
  label: string;
  enabled: boolean;
  reason: string;
}

const LAST = 10;

/** What a user may do, whatever has decided it. */
export function PersonPermissions({ id }: { id: string }) {
  const { api, realm, t, textOf } = useShell();
  const { data, error } = useLoad(
    (signal) => api.get<{ permissions: Permission[] }>(path`${realm}/users-permissions/${id}`, {}, signal),
    [api, realm, id],
  );
  const enabled = data?.permissions.filter((permission) => permission.enabled) ?? [];
  return (
    <>
      <Title headingLevel="h2" size="lg">
        {t("pbxMayDo")}
      </Title>
      {error !== undefined ? (
        <Alert variant="danger" isInline isPlain component="p" title={textOf(error)} />
      ) : !data ? (
        <Skeleton screenreaderText={t("pbxLoading")} />
      ) : enabled.length ? (
        <LabelGroup numLabels={50} aria-label={t("pbxMayDo")} data-testid="permissions">
          {enabled.map((permission) => (
            <Label key={permission.name} isCompact>
              {labelOf(t, permission)}
            </Label>
          ))}
        </LabelGroup>
      ) : (
        <p>{t("pbxMayDoNothing")}</p>
      )}
    </>
  );
}

/** The last sign-ins of a user, and what was mailed for them, the newest first. */
export function PersonSignIns({ id }: { id: string }) {
  const { api, realm, t } = useShell();
  const { data, error } = useLoad(
    (signal) => api.get<SignInEvent[]>(eventsOf(realm), { user: id, first: 0, max: LAST }, signal),
    [api, realm, id],
  );
  const written = moments(t.locale);
  return (
    <SmallTable<SignInEvent>
      title={t("pbxLastSignIns")}
      rows={data}
      error={error}
      rowKey={(row) => row.id ?? JSON.stringify(row)}
      rowLabel={(row) => written(row.time)}
      empty={t("pbxNoSignInsText")}
      columns={[
        { title: t("pbxTime"), cell: (row) => written(row.time) },
        { title: t("pbxEvent"), cell: (row) => <Outcome event={row} /> },
        { title: t("pbxAddress"), cell: (row) => row.ipAddress ?? "—" },
        { title: t("pbxApp"), cell: (row) => row.clientId ?? "—" },
        { title: t("pbxReason"), cell: (row) => [row.error, row.details?.reason].filter(Boolean).join(": ") || "—" },
      ]}
    />
  );
}
