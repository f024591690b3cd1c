// What pages about people share.
import { Label, LabelGroup } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { path } from "../api";
import { useShell } from "../shell";
import { ConsoleLink, PbxLink } from "../ui/page";

export interface PersonalExtension {
  id: string;
  extension: string;
  displayName: string | null;
  serverId: string;
  serverName: string;
  /** It is the user's default extension. */
  default: boolean;
}

/** A user in a list. */
export interface Person {
  id: string;
  username: string;
  displayName: string;
  email: string | null;
  enabled: boolean;
  extensions: PersonalExtension[];
}

/** A user alone. */
export interface PersonDetails extends Person {
  role: string | null;
  /** Wrong passwords keep the user out. */
  locked: boolean;
  lockedUntil: string | null;
  /** The administrator may change the user. */
  canManage: boolean;
}

const SHOWN = 3;

/** A user's name, with the way to the user's page where the administrator may see it. */
export function PersonLink({ id, children }: { id: string; children: ReactNode }) {
  const { can, realm } = useShell();
  if (can.people) {
    return <PbxLink to={`people/${encodeURIComponent(id)}`}>{children}</PbxLink>;
  }
  return can.users ? <ConsoleLink to={path`/${realm}/users/${id}/settings`}>{children}</ConsoleLink> : <>{children}</>;
}

/** Numbers as small labels, the default one in blue; or a dash. */
export function ExtensionsOf({ person: { displayName, extensions } }: { person: Person }) {
  const { t } = useShell();
  return extensions.length ? (
    <LabelGroup
      numLabels={SHOWN}
      aria-label={t("pbxExtensionsOf", { name: displayName })}
      collapsedText={t("pbxMore", { count: extensions.length - SHOWN })}
    >
      {extensions.map(({ id, extension, default: isDefault }) => (
        <Label key={id} isCompact color={isDefault ? "blue" : "grey"}>
          {extension}
        </Label>
      ))}
    </LabelGroup>
  ) : (
    "—"
  );
}

export function PersonStatus({ person: { enabled, locked = false } }: { person: Person & { locked?: boolean } }) {
  const { t } = useShell();
  const state = locked ? "locked" : enabled ? "enabled" : "disabled";
  return (
    <Label isCompact color={state === "enabled" ? "green" : state === "locked" ? "orange" : "red"}>
      {t(`pbxPerson_${state}`)}
    </Label>
  );
}
