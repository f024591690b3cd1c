import { Alert, Button, ClipboardCopy, Modal, Stack, StackItem, ToolbarItem } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { path, unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { DataTable, type ListQuery } from "../ui/data-table";
import { Field, FormDialog, SelectField, TextField, useSubmit } from "../ui/form";
import { ConsoleLink, PageBody, PageHead } from "../ui/page";
import { type User, UserSelect } from "../ui/user-select";
import { moments } from "./moment";

interface Key {
  id: string;
  purpose: string;
  action?: string;
  user?: { id: string; username?: string };
  issuer: string;
  createdAt: number;
  expiresAt: number;
}

/** A new key, told once. */
interface Link {
  id: string;
  actionUrl: string;
  /** A PNG in Base64. */
  qrCode: string;
  expiresAt: string;
}

type Asked =
  | { what: "issue" }
  | { what: "revoke"; row: Key }
  | { what: "purpose"; row: Key }
  | { what: "user"; row: Key }
  | { what: "told"; link: Link; user: string };

/** What a link may have a user do. The server knows which of them the realm has. */
const ACTIONS = ["UPDATE_PASSWORD"];

/** What lets whoever opens the link in as the user, or may. */
const AS_USER = ["CONFIGURE_TOTP", "VERIFY_EMAIL", "webauthn-register-passwordless", "SIGN_IN"];

/** The purpose of links for which none was typed, whoever makes them in whatever language. */
const PURPOSE = "administrator-link";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LIVES: readonly (readonly [seconds: number, key: string, count: number])[] = [
  [15 * MINUTE, "pbxMinutes", 15],
  [HOUR, "pbxHours", 1],
  [24 * HOUR, "pbxHours", 24],
  [7 * 24 * HOUR, "pbxDays", 7],
];

export function KeysPage() {
  const { api, realm, can, t, alert } = useShell();
  const [refresh, setRefresh] = useState(0);
  const [asked, setAsked] = useState<Asked | null>(null);
  const keys = path`${realm}/security-keys`;
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) => api.page<Key>(keys, { ...query }, signal),
    [api, keys],
  );
  const written = moments(t.locale);
  const action = (name: string | undefined) =>
    name === undefined ? "—" : t.has(`pbxKeyAction_${name}`) ? t(`pbxKeyAction_${name}`) : name;
  const purposeOf = ({ purpose }: Key) => (purpose === PURPOSE ? t("pbxPurposeOfLinks") : purpose);
  const userOf = ({ user }: Key) => user?.username ?? user?.id ?? "—";
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
  const issue = can.keys === "manage" && (
    <Button data-testid="issue" onClick={() => setAsked({ what: "issue" })}>
      {t("pbxIssueLink")}
    </Button>
  );

  return (
    <>
      <PageHead title={t("pbxKeys")} text={t("pbxKeysText")} divider={false} />
      <PageBody isList>
        <DataTable<Key>
          label={t("pbxKeys")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchKeys")}
          rowKey={({ id }) => id}
          rowLabel={(row) => `${userOf(row)}, ${purposeOf(row)}`}
          toolbar={issue && <ToolbarItem>{issue}</ToolbarItem>}
          columns={[
            {
              title: t("pbxUser"),
              width: 20,
              cell: (row) =>
                row.user && can.users ? (
                  <ConsoleLink to={path`/${realm}/users/${row.user.id}/settings`}>{userOf(row)}</ConsoleLink>
                ) : (
                  userOf(row)
                ),
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
      {asked?.what === "issue" && (
        <IssueDialog
          keys={keys}
          actions={[...ACTIONS, ...(can.impersonate ? AS_USER : [])].map((value) => ({ value, label: action(value) }))}
          onClose={close}
          onIssued={(link, user) => {
            setAsked({ what: "told", link, user });
            setRefresh((n) => n + 1);
          }}
        />
      )}
      {asked?.what === "told" && <TellDialog link={asked.link} user={asked.user} onClose={close} />}
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

interface IssueDialogProps {
  keys: string;
  actions: readonly { value: string; label: string }[];
  onClose: () => void;
  onIssued: (link: Link, user: string) => void;
}

function IssueDialog({ keys, actions, onClose, onIssued }: IssueDialogProps) {
  const { api, t } = useShell();
  const { errors, clear, submit } = useSubmit("pbx-key", ["user", "action", "purpose", "lifeSpan"]);
  const [user, setUser] = useState<User | null>(null);
  const [action, setAction] = useState(actions[0]?.value ?? "");
  const [purpose, setPurpose] = useState("");
  const [life, setLife] = useState(String(LIVES[0]?.[0]));

  return (
    <FormDialog
      title={t("pbxIssueLink")}
      action={t("pbxIssue")}
      isDisabled={!user}
      onClose={onClose}
      onConfirm={async () => {
        await submit(async () => {
          const link = await api.post<Link>(keys, {
            user: user?.id,
            action,
            purpose: purpose.trim() || PURPOSE,
            lifeSpan: Number(life),
          });
          onIssued(link, user?.username ?? "");
        });
      }}
    >
      {errors.form && <Alert variant="danger" isInline component="p" title={errors.form} data-testid="problem" />}
      <Field id="pbx-key-user" label={t("pbxUser")} isRequired {...(errors.user ? { error: errors.user } : {})}>
        <UserSelect
          id="pbx-key-user"
          label={t("pbxUser")}
          selected={user}
          onSelect={(chosen) => {
            setUser(chosen);
            clear("user");
          }}
        />
      </Field>
      <SelectField
        id="pbx-key-action"
        label={t("pbxKeyAction")}
        value={action}
        options={actions}
        onChange={(value) => {
          setAction(value);
          clear("action");
        }}
        {...(errors.action ? { error: errors.action } : {})}
      />
      <SelectField
        id="pbx-key-lifeSpan"
        label={t("pbxLife")}
        value={life}
        options={LIVES.map(([seconds, key, count]) => ({ value: String(seconds), label: t(key, { count }) }))}
        onChange={(value) => {
          setLife(value);
          clear("lifeSpan");
        }}
        {...(errors.lifeSpan ? { error: errors.lifeSpan } : {})}
      />
      <TextField
        id="pbx-key-purpose"
        label={t("pbxPurpose")}
        help={t("pbxPurposeHelp")}
        placeholder={t("pbxPurposeOfLinks")}
        value={purpose}
        maxLength={255}
        onChange={(value) => {
          setPurpose(value);
          clear("purpose");
        }}
        {...(errors.purpose ? { error: errors.purpose } : {})}
      />
    </FormDialog>
  );
}

/** The link is told here and nowhere else. */
function TellDialog({ link, user, onClose }: { link: Link; user: string; onClose: () => void }) {
  const { t } = useShell();
  return (
    <Modal
      variant="small"
      isOpen
      title={t("pbxLinkTitle", { user })}
      onClose={onClose}
      actions={[
        <Button key="close" data-testid="told" onClick={onClose}>
          {t("close")}
        </Button>,
      ]}
    >
      <Stack hasGutter>
        <StackItem>
          {t("pbxLinkText", { user, until: moments(t.locale)(link.expiresAt) })}
        </StackItem>
        <StackItem>
          <ClipboardCopy
            isReadOnly
            hoverTip={t("pbxCopy")}
            clickTip={t("pbxCopied")}
            textAriaLabel={t("pbxLink")}
            toggleAriaLabel={t("pbxLink")}
            data-testid="link"
          >
            {link.actionUrl}
          </ClipboardCopy>
        </StackItem>
        <StackItem>
          <img data-testid="qr-code" width="320" height="320" alt={t("pbxQrCode", { user })} src={`data:image/png;base64,${link.qrCode}`} />
        </StackItem>
      </Stack>
    </Modal>
  );
}
