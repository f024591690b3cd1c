import { Alert, AlertActionLink, Button, Form, Skeleton, Stack, StackItem } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { path } from "../api";
import { useAddress, useShell } from "../shell";
import { TextField } from "../ui/form";
import { useLoad } from "../ui/load";
import { PageBody, PageHead } from "../ui/page";
import { type Answer, Findings } from "./why-findings";

/** The longest text that the server looks at. */
const MAX_LENGTH = 350;

export function WhyPage() {
  const { api, realm, t, textOf } = useShell();
  const [address, setAddress] = useAddress();
  const asked = address.get("user") ?? "";
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const { data, error, reload } = useLoad(
    (signal) =>
      asked ? api.get<Answer>(path`${realm}/pbx-sign-ins/why`, { user: asked }, signal) : Promise.resolve(null),
    [api, realm, asked],
  );
  const [isMended, setMended] = useState(false);
  const ask = () => {
    setMended(false);
    const text = typed.trim();
    if (text && text === asked) reload();
    else setAddress({ user: text });
  };

  return (
    <>
      <PageHead title={t("pbxWhy")} text={t("pbxWhyText")} />
      <PageBody>
        <Stack hasGutter>
          <StackItem>
            <Form
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                ask();
              }}
            >
              <TextField
                id="pbx-why-user"
                label={t("pbxWhoCannot")}
                help={t("pbxWhoCannotHelp")}
                value={typed}
                onChange={setTyped}
                spellCheck={false}
                maxLength={MAX_LENGTH}
                autoFocus
              />
              <div>
                <Button type="submit" data-testid="ask" isDisabled={!typed.trim()}>
                  {t("pbxAsk")}
                </Button>
              </div>
            </Form>
          </StackItem>
          {asked && (
            <StackItem>
              {error !== undefined ? (
                <Alert
                  variant="danger"
                  isInline
                  component="h2"
                  title={t("pbxWhyFailed")}
                  actionLinks={<AlertActionLink onClick={reload}>{t("tryAgain")}</AlertActionLink>}
                >
                  {textOf(error)}
                </Alert>
              ) : data ? (
                <Findings
                  answer={data}
                  asked={asked}
                  hasFocus={isMended}
                  onMended={() => {
                    setMended(true);
                    reload();
                  }}
                />
              ) : (
                <Skeleton screenreaderText={t("pbxLoading")} />
              )}
            </StackItem>
          )}
        </Stack>
      </PageBody>
    </>
  );
}
