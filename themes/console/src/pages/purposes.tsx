import { Button } from "@patternfly/react-core";
import { useState } from "react";
import { path, unlessGone } from "../api";
import { useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { FormDialog, TextField } from "../ui/form";
import { useLoad } from "../ui/load";
import { PageBody, PageHead } from "../ui/page";
import { SmallTable } from "../ui/small-table";
import { words } from "./new-tenant";

/** The rules of a purpose: a component of the realm, whose name is the purpose. */
interface Purpose {
  id: string;
  name: string;
  config?: Record<string, string[]>;
}

const TYPE = "io.keycloakpbx.securitykey.SecurityKeyPurpose";
const PROVIDER = "pbx-security-key-purpose";
const RULES = ["maxLifeSpan", "actions", "issueRole", "validateRole"] as const;

type Rule = (typeof RULES)[number];

const shownRule = (purpose: Purpose | undefined, rule: Rule) => (purpose?.config?.[rule] ?? []).join(", ");

const sentRule = (rule: Rule, text: string) => (rule === "actions" ? words(text) : [text.trim()].filter(Boolean));

type Asked = { what: "edit"; purpose?: Purpose } | { what: "delete"; purpose: Purpose };

/** What limits keys of each purpose: how long they live, what they open, whose they are to issue and to validate. */
export function PurposesPage() {
  const { alert, api, can, realm, t } = useShell();
  const { data, error, refresh } = useLoad(
    (signal) => api.get<Purpose[]>(path`${realm}/components`, { type: TYPE }, signal),
    [api, realm],
  );
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayManage = can.realm === "manage";
  const close = () => setAsked(null);
  const done = (title: string) => {
    alert(title);
    setAsked(null);
    refresh();
  };
  const rows = data && [...data].sort((a, b) => a.name.localeCompare(b.name, t.locale));

  return (
    <>
      <PageHead title={t("pbxPurposes")} text={t("pbxPurposesText")} trail={[["keys", t("pbxKeys")]]} />
      <PageBody>
        <SmallTable<Purpose>
          title={t("pbxPurposeRules")}
          rows={rows}
          {...(rows ? {} : { error })}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          columns={[
            { title: t("pbxPurpose"), cell: ({ name }) => (name === "*" ? t("pbxAllOtherPurposes") : name) },
            ...RULES.map((rule) => ({
              title: t(`pbxPurposeRule_${rule}`),
              cell: (purpose: Purpose) => shownRule(purpose, rule) || "—",
            })),
          ]}
          {...(mayManage
            ? {
                actions: (purpose: Purpose) => [
                  { title: t("edit"), onClick: () => setAsked({ what: "edit", purpose }) },
                  { title: t("delete"), isDanger: true, onClick: () => setAsked({ what: "delete", purpose }) },
                ],
                action: (
                  <Button variant="secondary" data-testid="create-purpose" onClick={() => setAsked({ what: "edit" })}>
                    {t("pbxCreatePurpose")}
                  </Button>
                ),
              }
            : {})}
          empty={t("pbxNoPurposes")}
        />
      </PageBody>
      {asked?.what === "edit" && (
        <EditPurpose
          {...(asked.purpose ? { purpose: asked.purpose } : {})}
          onClose={close}
          onSaved={(name) => done(t("pbxPurposeSaved", { name }))}
        />
      )}
      {asked?.what === "delete" && (
        <Confirm
          title={t("pbxDeletePurposeTitle", { name: asked.purpose.name })}
          action={t("delete")}
          danger
          onClose={close}
          onConfirm={async () => {
            await api.delete(path`${realm}/components/${asked.purpose.id}`).catch(unlessGone);
            done(t("pbxPurposeDeleted", { name: asked.purpose.name }));
          }}
        >
          <p>{t("pbxDeletePurposeText", { name: asked.purpose.name })}</p>
        </Confirm>
      )}
    </>
  );
}

interface EditPurposeProps {
  /** Nothing for a new one. */
  purpose?: Purpose;
  onClose: () => void;
  onSaved: (name: string) => void;
}

function EditPurpose({ purpose, onClose, onSaved }: EditPurposeProps) {
  const { api, realm, t } = useShell();
  const [name, setName] = useState(purpose?.name ?? "");
  const [typed, setTyped] = useState(
    () => Object.fromEntries(RULES.map((rule) => [rule, shownRule(purpose, rule)])) as Record<Rule, string>,
  );

  /** Only what was changed: what somebody else has changed meanwhile stays. */
  const changed = () =>
    Object.fromEntries(
      RULES.filter((rule) => typed[rule] !== shownRule(purpose, rule)).map((rule) => [rule, sentRule(rule, typed[rule])]),
    );
  const save = async () => {
    if (purpose) {
      const place = path`${realm}/components/${purpose.id}`;
      const now = await api.get<Purpose>(place);
      await api.put(place, { ...now, config: { ...now.config, ...changed() } });
    } else {
      await api.post(path`${realm}/components`, {
        name: name.trim(),
        providerId: PROVIDER,
        providerType: TYPE,
        config: changed(),
      });
    }
    onSaved(name.trim());
  };

  return (
    <FormDialog
      title={purpose ? t("pbxEditPurpose", { name: purpose.name }) : t("pbxCreatePurpose")}
      action={t("save")}
      isDisabled={!name.trim()}
      onClose={onClose}
      onConfirm={save}
    >
      <TextField
        id="pbx-purpose-name"
        label={t("pbxPurpose")}
        help={t("pbxPurposeNameHelp")}
        value={name}
        maxLength={255}
        isRequired
        isDisabled={Boolean(purpose)}
        onChange={setName}
      />
      {RULES.map((rule) => (
        <TextField
          key={rule}
          id={`pbx-purpose-${rule}`}
          label={t(`pbxPurposeRule_${rule}`)}
          help={t(`pbxPurposeHelp_${rule}`)}
          value={typed[rule]}
          onChange={(value) => setTyped((before) => ({ ...before, [rule]: value }))}
        />
      ))}
    </FormDialog>
  );
}
