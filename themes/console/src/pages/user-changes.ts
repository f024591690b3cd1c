// What pages that help somebody to sign in change of a user.
import { type Api, path } from "../api";

/** Keycloak leaves alone what is not sent: somebody else may have changed it since it was read. */
export function changeUser(
  api: Api,
  realm: string,
  id: string,
  member: { enabled: true } | { requiredActions: string[] },
): Promise<unknown> {
  return api.put(path`${realm}/users/${id}`, member);
}
