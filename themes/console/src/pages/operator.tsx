import { Button, Divider, Flex, FlexItem, Stack } from "@patternfly/react-core";
import { useRef, useState } from "react";
import { type PageProps, useShell } from "../shell";
import { Confirm } from "../ui/confirm";
import { useLoad } from "../ui/load";
import { PageBody, PageHead } from "../ui/page";
import { Pending } from "../ui/pending";
import { nameOf } from "../ui/user-select";
import { type Operator, operatorsOf } from "./operator-data";
import { OperatorFacts } from "./operator-facts";
import { OperatorForm } from "./operator-form";
import { OperatorSessions } from "./operator-sessions";
import { OperatorStatus } from "./operator-status";
import { DeleteOperator } from "./operators";

/** One operator: what it may do, its roles, from where it may sign in, its sessions. */
export function OperatorPage({ id }: PageProps) {
  const { api, realm, t } = useShell();
  const { data, error, refresh } = useLoad(
    (signal) => api.get<Operator>(`${operatorsOf(realm)}/${encodeURIComponent(id)}`, {}, signal),
    [api, realm, id],
  );
  if (!data) {
    return <Pending error={error} gone={t("pbxNoOperator")} failed={t("pbxOperatorNotLoaded")} back={["operators", t("pbxAllOperators")]} />;
  }
  return <LoadedOperator operator={data} refresh={refresh} />;
}

function LoadedOperator({ operator, refresh }: { operator: Operator; refresh: () => void }) {
  const { alert, api, fail, go, realm, t } = useShell();
  const [asked, setAsked] = useState<"disable" | "delete" | null>(null);
  const name = nameOf(operator);
  const isManager = operator.access?.manage ?? false;
  const switched = useRef<HTMLButtonElement>(null);

  const setEnabled = async (enabled: boolean, done: string) => {
    await api.put(`${operatorsOf(realm)}/${encodeURIComponent(operator.id)}`, { expectedVersion: operator.version, enabled });
    setAsked(null);
    alert(t(done, { name }));
    refresh();
  };
  const enable = (done: string) =>
    setEnabled(true, done).catch((problem: unknown) => fail(t("pbxOperatorNotChanged", { name }), problem));
  const unlock = async () => {
    await enable("pbxOperatorUnlocked");
    // The button is gone in a moment.
    switched.current?.focus();
  };
  return (
    <>
      <PageHead
        title={name}
        label={<OperatorStatus operator={operator} />}
        trail={[["operators", t("pbxOperators")]]}
        actions={
          isManager && (
            <Flex>
              {operator.enabled && operator.locked && (
                <FlexItem>
                  <Button variant="secondary" onClick={() => void unlock()}>
                    {t("pbxUnlockOperator")}
                  </Button>
                </FlexItem>
              )}
              <FlexItem>
                {/* One button, which keeps the focus when it turns into the other. */}
                <Button
                  ref={switched}
                  variant="secondary"
                  onClick={() => (operator.enabled ? setAsked("disable") : void enable("pbxOperatorEnabled"))}
                >
                  {t(operator.enabled ? "pbxDisable" : "pbxEnable")}
                </Button>
              </FlexItem>
              <FlexItem>
                <Button variant="danger" onClick={() => setAsked("delete")}>
                  {t("delete")}
                </Button>
              </FlexItem>
            </Flex>
          )
        }
      />
      <PageBody>
        <Stack hasGutter>
          <OperatorFacts operator={operator} />
          <Divider />
          <OperatorForm operator={operator} isDisabled={!isManager} refresh={refresh} />
          <Divider />
          <OperatorSessions operator={operator} />
        </Stack>
      </PageBody>
      {asked === "disable" && (
        <Confirm
          title={t("pbxDisableOperatorTitle", { name })}
          action={t("pbxDisable")}
          danger
          onClose={() => setAsked(null)}
          onConfirm={() => setEnabled(false, "pbxOperatorIsDisabled")}
        >
          {t("pbxDisableOperatorText", { name })}
        </Confirm>
      )}
      {asked === "delete" && (
        <DeleteOperator
          operator={operator}
          onClose={(isStale) => {
            setAsked(null);
            if (isStale) refresh();
          }}
          onDone={(text) => {
            alert(text);
            go("operators", { replace: true });
          }}
        />
      )}
    </>
  );
}
