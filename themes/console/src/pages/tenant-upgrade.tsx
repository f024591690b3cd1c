import {
  Alert,
  AlertActionLink,
  Button,
  ExpandableSection,
  List,
  ListItem,
  Modal,
  Skeleton,
  Stack,
  StackItem,
  Title,
} from "@patternfly/react-core";
import { useState } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { Dialog } from "../ui/dialog";
import { useLoad } from "../ui/load";
import { useOpener } from "../ui/opener";
import { ACTIONS, type Difference, kindOf, reasonOf, type Said, saidOf, type Upgrade } from "./template";
import type { Tenant } from "./tenant-actions";

interface UpgradeTenantProps {
  tenant: Tenant;
  onClose: () => void;
  /** Hears that it was done, and that what was done is told and read. */
  onDone: () => void;
}

/** Tells first what an upgrade to the tenant template would do, and does nothing; then does it, and tells what was done. */
export function UpgradeTenant({ tenant, onClose, onDone }: UpgradeTenantProps) {
  const giveBack = useOpener();
  const { api, t, textOf } = useShell();
  const [done, setDone] = useState<Upgrade | null>(null);
  const upgrade = (dryRun: boolean) =>
    api.post<Upgrade>(path`master/tenants/${tenant.sipDomain}/upgrade`, undefined, { dryRun });
  const { data, error, reload } = useLoad(() => upgrade(true), [api, tenant.sipDomain]);
  if (done) {
    const close = () => {
      onDone();
      giveBack();
    };
    return <Done tenant={tenant} done={done} onClose={close} />;
  }
  return (
    <Dialog
      title={t("pbxUpgradeTitle", { name: tenant.name })}
      action={t("pbxUpgradeDo")}
      isWide
      isDisabled={!data || !changes(data)}
      onClose={onClose}
      onConfirm={async () => setDone(await upgrade(false))}
    >
      <Stack hasGutter>
        <StackItem>{t("pbxUpgradeText")}</StackItem>
        <StackItem aria-live="polite">
          {data ? (
            <Told
              upgrade={data}
              nothing={t(data.differences.length ? "pbxUpgradeNothingLeft" : "pbxUpgradeNothing", { name: tenant.name })}
            />
          ) : error === undefined ? (
            <Skeleton screenreaderText={t("pbxLoading")} />
          ) : (
            <Alert
              variant="danger"
              isInline
              component="p"
              title={t("pbxUpgradeNotTried")}
              data-testid="not-tried"
              actionLinks={<AlertActionLink onClick={reload}>{t("tryAgain")}</AlertActionLink>}
            >
              {textOf(error)}
            </Alert>
          )}
        </StackItem>
      </Stack>
    </Dialog>
  );
}

function changes({ differences }: Upgrade): boolean {
  return differences.some(({ action }) => action !== "kept");
}

function Done({ tenant, done, onClose }: { tenant: Tenant; done: Upgrade; onClose: () => void }) {
  const { t } = useShell();
  return (
    <Modal
      variant="medium"
      isOpen
      title={t("pbxUpgradedTitle", { name: tenant.name })}
      onClose={onClose}
      actions={[
        <Button key="close" data-testid="told" onClick={onClose}>
          {t("close")}
        </Button>,
      ]}
    >
      <div data-testid="upgraded">
        <Told upgrade={done} isDone nothing={t("pbxUpgradedNothing")} />
      </div>
    </Modal>
  );
}

interface ToldProps {
  upgrade: Upgrade;
  /** It has been done, and is not only told. */
  isDone?: boolean;
  /** What is said where nothing changes. */
  nothing: string;
}

/** All differences: what is added, what is changed, what stays. */
function Told({ upgrade, isDone = false, nothing }: ToldProps) {
  const { t } = useShell();
  return (
    <Stack hasGutter>
      {!changes(upgrade) && (
        <StackItem>
          <Alert variant="info" isInline component="p" title={nothing} data-testid="nothing" />
        </StackItem>
      )}
      {ACTIONS.map((action) => {
        const some = upgrade.differences.filter((difference) => difference.action === action);
        return (
          some.length > 0 && (
            <StackItem key={action} data-testid={`upgrade-${action}`}>
              <Title headingLevel="h2" size="md">
                {t(isDone ? `pbxUpgraded_${action}` : `pbxUpgrade_${action}`, { count: some.length })}
              </Title>
              <List isPlain isBordered>
                {some.map((difference) => (
                  <ListItem key={`${difference.kind} ${difference.name} ${difference.why ?? ""}`}>
                    <One difference={difference} />
                  </ListItem>
                ))}
              </List>
            </StackItem>
          )
        );
      })}
    </Stack>
  );
}

function One({ difference }: { difference: Difference }) {
  const { t } = useShell();
  const [isOpen, setOpen] = useState(false);
  const reason = reasonOf(t, difference);
  const said = saidOf(difference);
  return (
    <>
      <p>
        {kindOf(t, difference.kind)}: <b>{difference.name}</b>
      </p>
      {reason && <p>{reason}</p>}
      {said.length > 0 && (
        <ExpandableSection
          toggleText={t(difference.action === "add" ? "pbxUpgradeWhatItSays" : "pbxUpgradeWhatDiffers")}
          isExpanded={isOpen}
          onToggle={(_, open) => setOpen(open)}
        >
          {/* Only where it is read: steps of flows are long. */}
          {isOpen && (
            <List>
              {said.map((one) => (
                <ListItem key={one.member ?? ""} style={{ overflowWrap: "anywhere" }}>
                  <Member of={one} isNew={difference.action === "add"} />
                </ListItem>
              ))}
            </List>
          )}
        </ExpandableSection>
      )}
    </>
  );
}

/** What the tenant says and what the template says of one member. */
function Member({ of: { member, from, to }, isNew }: { of: Said; isNew: boolean }) {
  const { t } = useShell();
  const none = t("pbxUpgradeNone");
  const text = isNew ? (to ?? none) : t("pbxUpgradeBoth", { from: from ?? none, to: to ?? none });
  return (
    <>
      {member && (
        <>
          <b>{member}</b>:{" "}
        </>
      )}
      {text}
    </>
  );
}
