import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Flex,
  Label,
  LabelGroup,
} from "@patternfly/react-core";
import type { ReactNode } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { ConsoleLink, PbxLink } from "../ui/page";
import { moments } from "./moment";
import type { Operator } from "./operator-data";

const SHOWN = 12;

/** What there is to know of an operator that is not changed here. */
export function OperatorFacts({ operator }: { operator: Operator }) {
  const { can, realm, t } = useShell();
  const { id, username, createdAt, permissions = [], disallowPermissions = [] } = operator;
  return (
    <DescriptionList isHorizontal isCompact>
      <Fact term={t("username")}>
        <ConsoleLink to={path`/${realm}/users/${id}/settings`}>{username}</ConsoleLink>
      </Fact>
      {createdAt !== undefined && <Fact term={t("pbxSince")}>{moments(t.locale)(createdAt)}</Fact>}
      {can.users && (
        <Fact term={t("pbxGoTo")}>
          <Flex>
            <PbxLink to={`why?user=${encodeURIComponent(username)}`}>{t("pbxWhy")}</PbxLink>
            <PbxLink to="operators/roles">{t("pbxOperatorRoles")}</PbxLink>
          </Flex>
        </Fact>
      )}
      <Fact term={t("pbxMayNow")}>
        <Values label={t("pbxMayNow")} values={permissions} />
      </Fact>
      {disallowPermissions.length > 0 && (
        <Fact term={t("pbxTakenAway")}>
          <Values label={t("pbxTakenAway")} values={disallowPermissions} />
        </Fact>
      )}
    </DescriptionList>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

function Values({ label, values }: { label: string; values: readonly string[] }) {
  const { t } = useShell();
  return values.length ? (
    <LabelGroup numLabels={SHOWN} aria-label={label} collapsedText={t("pbxMore", { count: values.length - SHOWN })}>
      {values.map((value) => (
        <Label key={value} isCompact>
          {value}
        </Label>
      ))}
    </LabelGroup>
  ) : (
    t("pbxNothing")
  );
}
