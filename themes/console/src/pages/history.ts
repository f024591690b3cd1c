// What has become of an extension, as the server tells it.
import { type Api, path } from "../api";
import type { ListQuery } from "../ui/data-table";

/** Who had or has an extension. Names that the administrator may not see, or that nobody knows any more, are null. */
export interface HistoryUser {
  id: string;
  username: string | null;
  displayName: string | null;
  gone: boolean;
  /** When an administrator has deleted the user, where that is known. */
  goneSince: string | null;
}

export interface Author {
  id: string | null;
  username: string | null;
  /** The realm that the administrator is of, where it is another one. */
  realm: string | null;
  client: string | null;
  address: string | null;
}

export type Kind = "created" | "changed" | "deleted" | "given" | "taken" | "freed" | "madeDefault" | "endedDefault";

export interface Change {
  time: string;
  kind: Kind;
  /** The number that the extension had by then. */
  extension: string | null;
  from: HistoryUser | null;
  to: HistoryUser | null;
  by: Author;
}

export interface History {
  id: string;
  extension: string | null;
  serverName: string | null;
  managingUser: HistoryUser | null;
  default: boolean;
  deleted: boolean;
  /** The tenant keeps admin events now. */
  kept: boolean;
  /** It keeps their details. */
  details: boolean;
  /** What was before is not known. */
  since: string | null;
  changes: Change[];
}

/** A part of a history, the newest first, and how many changes there are in all. */
export async function historyOf(
  api: Api,
  realm: string,
  id: string,
  { first, max }: ListQuery,
  signal: AbortSignal,
): Promise<{ history: History; total: number }> {
  const response = await api.send("GET", path`${realm}/extensions/${id}/history`, { query: { first, max }, signal });
  return { history: (await response.json()) as History, total: Number(response.headers.get("X-Total-Count")) };
}

/** Whether a change is about a user whose name and id have not been kept. */
export function isNobodyKept({ kind, from, to }: Change): boolean {
  return !from && !to && kind !== "created" && kind !== "changed" && kind !== "deleted";
}

/**
 * Behind which changes it has become another one's without an event: the one above, or the present, begins with somebody else
 * than the change ends with. The newest change is the first.
 *
 * @param now who has it now, null for nobody; undefined where that is not what comes after the first change
 */
export function gapsBehind(changes: readonly Change[], now: HistoryUser | null | undefined): boolean[] {
  let next = now === undefined ? undefined : (now?.id ?? null);
  return changes.map((change) => {
    const { kind, from, to } = change;
    if (kind === "changed") {
      return false;
    }
    if (kind === "madeDefault" || kind === "endedDefault") {
      // Whose default it was had it: what stands above a page may be that alone.
      if (next === undefined) {
        next = (to ?? from)?.id;
      }
      return false;
    }
    // What has no details may have ended with anybody; what is deleted or new is nobody's.
    const end = isNobodyKept(change) && kind !== "freed" ? undefined : (to?.id ?? null);
    const isGap = next !== undefined && end !== undefined && next !== end;
    const isBegin = kind === "created" || kind === "deleted" || isNobodyKept(change);
    next = isBegin ? undefined : (from?.id ?? null);
    return isGap;
  });
}
