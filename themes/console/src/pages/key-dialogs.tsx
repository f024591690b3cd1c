// Links for users: made in one dialog, told in another.
import { Alert, Button, ClipboardCopy, Modal, Stack, StackItem } from "@patternfly/react-core";
import { type ReactNode, useState } from "react";
import { path } from "../api";
import type { Translate } from "../i18n";
import { useShell } from "../shell";
import { Field, FormDialog, SelectField, TextField, useSubmit } from "../ui/form";
import { useOpener } from "../ui/opener";
import { type User, UserSelect } from "../ui/user-select";
import { moments } from "./moment";

/** A new key, told once. */
interface Link {
  id: string;
  actionUrl: string;
  /** A PNG in Base64. */
  qrCode: string;
  expiresAt: string;
}

/** The purpose of links for which none was typed, whoever makes them in whatever language. */
export const PURPOSE = "administrator-link";

/** What a link may have a user do. The server knows which of them the realm has. */
const ACTIONS = ["UPDATE_PASSWORD"];

/** What lets whoever opens the link in as the user, or may. */
const AS_USER = ["CONFIGURE_TOTP", "VERIFY_EMAIL", "webauthn-register-passwordless", "SIGN_IN"];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LIVES: readonly (readonly [seconds: number, key: string, count: number])[] = [
  [15 * MINUTE, "pbxMinutes", 15],
  [HOUR, "pbxHours", 1],
  [24 * HOUR, "pbxHours", 24],
  [7 * 24 * HOUR, "pbxDays", 7],
];

/** What a key has its user do, in words where there are some. */
export function actionOf(t: Translate, name: string): string {
  return t.has(`pbxKeyAction_${name}`) ? t(`pbxKeyAction_${name}`) : name;
}

/**
 * The button that asks for a link, and the dialog that is open.
 *
 * @param user whom the link is for, where that is not asked
 * @param onIssued hears of a new key
 */
export function useKeyLink({ user, onIssued }: { user?: User; onIssued?: () => void }): { button: ReactNode; dialog: ReactNode } {
  const { can, t } = useShell();
  const [isAsking, setAsking] = useState(false);
  const [told, setTold] = useState<{ link: Link; user: string; giveBack: () => void } | null>(null);
  return {
    button: can.keys === "manage" && (
      <Button variant={user ? "secondary" : "primary"} data-testid="issue" onClick={() => setAsking(true)}>
        {t("pbxIssueLink")}
      </Button>
    ),
    dialog: told ? (
      <TellDialog
        link={told.link}
        user={told.user}
        onClose={() => {
          setTold(null);
          told.giveBack();
        }}
      />
    ) : (
      isAsking && (
        <IssueDialog
          {...(user ? { fixed: user } : {})}
          onClose={() => setAsking(false)}
          onIssued={(link, username, giveBack) => {
            setAsking(false);
            setTold({ link, user: username, giveBack });
            onIssued?.();
          }}
        />
      )
    ),
  };
}

interface IssueDialogProps {
  fixed?: User;
  onClose: () => void;
  onIssued: (link: Link, user: string, giveBack: () => void) => void;
}

function IssueDialog({ fixed, onClose, onIssued }: IssueDialogProps) {
  const giveBack = useOpener();
  const { api, can, realm, t } = useShell();
  // What is wrong with a user whom nobody can change here is no matter of a field.
  const fields = ["action", "purpose", "lifeSpan", ...(fixed ? [] : ["user"])];
  const { errors, clear, submit } = useSubmit("pbx-key", fields);
  const actions = [...ACTIONS, ...(can.impersonate ? AS_USER : [])].map((value) => ({ value, label: actionOf(t, value) }));
  const [user, setUser] = useState<User | null>(fixed ?? null);
  const [action, setAction] = useState(actions[0]?.value ?? "");
  const [purpose, setPurpose] = useState("");
  const [life, setLife] = useState(String(LIVES[0]?.[0]));

  return (
    <FormDialog
      title={fixed ? t("pbxIssueLinkFor", { user: fixed.username }) : t("pbxIssueLink")}
      action={t("pbxIssue")}
      isDisabled={!user}
      onClose={onClose}
      onConfirm={async () => {
        await submit(async () => {
          const link = await api.post<Link>(path`${realm}/security-keys`, {
            user: user?.id,
            action,
            purpose: purpose.trim() || PURPOSE,
            lifeSpan: Number(life),
          });
          onIssued(link, user?.username ?? "", giveBack);
        });
      }}
    >
      {errors.form && <Alert variant="danger" isInline component="p" title={errors.form} data-testid="problem" />}
      {!fixed && (
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
      )}
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
        <StackItem>{t("pbxLinkText", { user, until: moments(t.locale)(link.expiresAt) })}</StackItem>
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
