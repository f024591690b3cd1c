// Extensions as the server lists them, and where they are.
import { type Api, path } from "../api";
import type { Translate } from "../i18n";
import { person } from "../ui/user-select";

/** What is configured of an extension. What is null is not set. */
export interface Settings {
  extension: string;
  displayName: string | null;
  autoAnswer: boolean | null;
  peer: string | null;
  altOriginationMethod: string | null;
  agentName: string | null;
  agentLocation: string | null;
  agentInterface: string | null;
  agentPenalty: number | null;
  agentPaused: boolean | null;
  originatingContextOverride: string | null;
  redirectingContextOverride: string | null;
  originateTimeoutOverride: number | null;
  voiceMailContext: string | null;
  voiceMailBox: string | null;
}

export interface Extension extends Settings {
  id: string;
  serverId: string;
  serverName: string;
  /** Who has it. Names that the administrator may not see are null. */
  managingUser: { id: string; username: string | null; displayName: string | null } | null;
  /** It is the default extension of who has it. */
  default: boolean;
}

export interface Server {
  id: string;
  name: string;
}

/** The path of the tenant's PBX servers. */
export function serversOf(realm: string) {
  return path`${realm}/communication_manager/rest/config/asterisk`;
}

/** The path of the extensions of a server. */
export function extensionsOf(realm: string, serverId: string) {
  return serversOf(realm) + path`/${serverId}/extensions`;
}

/** The path of an extension. */
export function pathOf(realm: string, { serverId, id }: Extension) {
  return extensionsOf(realm, serverId) + path`/${id}`;
}

/** What has to be known of an extension to change whose it is. */
export type Owned = Pick<Extension, "id" | "extension" | "managingUser">;

/** The path of whose an extension is. */
export function ownerOf(realm: string, { id }: Owned) {
  return path`${realm}/extensions/${id}/owner`;
}

/** An extension as it is by now: the list may be old. It throws where it has gone. */
export async function current(api: Api, realm: string, t: Translate, row: Extension): Promise<Extension> {
  const query = { search: row.extension, server: row.serverId, max: 1000 };
  const now = (await api.get<Extension[]>(path`${realm}/extensions`, query)).find(({ id }) => id === row.id);
  if (!now) {
    throw new Error(t("pbxExtensionGone", { extension: row.extension }));
  }
  return now;
}

/** The same; it throws where the user has it no more who is shown to have it. */
export async function ownedAsShown(api: Api, realm: string, t: Translate, row: Extension): Promise<Extension> {
  const now = await current(api, realm, t, row);
  if (now.managingUser?.id !== row.managingUser?.id) {
    throw new Error(t("pbxErrorExtensionOwner", { extension: row.extension }));
  }
  return now;
}

/** What the user is called who has an extension. */
export function nameOfOwner(t: Translate, { managingUser }: Pick<Extension, "managingUser">) {
  return managingUser?.username
    ? person({ username: managingUser.username, displayName: managingUser.displayName ?? managingUser.username })
    : t("pbxHiddenUser");
}
