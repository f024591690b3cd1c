// What pages get from around them.
import { createContext, useContext } from "react";
import type { Permissions } from "./access";
import type { Api } from "./api";
import type { Host } from "./console";
import type { Translate } from "./i18n";

export interface Shell {
  host: Host;
  /** The realm that the console shows. */
  realm: string;
  api: Api;
  can: Permissions;
  /** The version of the bundle. */
  version: string;
  t: Translate;
  /** Says that something is done. */
  alert(title: string): void;
  /** Says that something is done in part, until it is closed. */
  warn(title: string, text: string): void;
  /**
   * Says that something failed, and why, where no dialog or field can; with what tries it again there is a button for that.
   * The answer takes the message back.
   */
  fail(title: string, error: unknown, again?: () => void): () => void;
  /** What an error says, in the administrator's language where there is a text for it. */
  textOf(error: unknown): string;
  /**
   * To a page below `#/{realm}/pbx/`; with `replace` in the place of a page that has done its work: what is typed there is saved, or
   * what it is about is gone.
   */
  go(path: string, options?: { replace?: boolean }): void;
  /** To any page of the console: `/{realm}/…`; with `isDone` likewise, but the way back stays. */
  goTo(path: string, options?: { isDone?: boolean }): void;
  /** The address of a page below `#/{realm}/pbx/`. */
  href(path: string): string;
  /** Asks anew what the administrator may: after a tenant has come, gone or changed. */
  forgetAccess(): void;
}

/** What app.tsx hands to every page: `id` is the last part of addresses like `tenants/{domain}`, else empty. */
export interface PageProps {
  id: string;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) {
    throw new Error("no shell around");
  }
  return shell;
}

/** The query of the address, and what changes members of it; an empty value takes a member out. */
export function useAddress(): [
  URLSearchParams,
  (changes: Record<string, string | number | undefined>, options?: { replace?: boolean }) => void,
] {
  const { host } = useShell();
  return [
    host.search,
    (changes, options) => {
      const next = host.search;
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === "") next.delete(name);
        else next.set(name, String(value));
      }
      host.navigate({ pathname: host.path, search: next.toString() }, options);
    },
  ];
}
