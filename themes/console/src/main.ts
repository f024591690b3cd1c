// Loaded on every page of Keycloak's admin console, so it is small: the pages come when one is opened.
import { type ComponentType, createElement, lazy } from "react";
import type { Permissions } from "./access";
import { Console } from "./console";
import { Menu } from "./menu";

/** The section PBX, from top to bottom: an item is there where its permission is. */
const MENU: readonly MenuItem[] = [
  { path: "tenants", title: "pbxTenants", permission: "tenants" },
  { path: "overview", title: "pbxOverview", permission: "overview" },
  { path: "people", title: "pbxPeople", permission: "people" },
  { path: "extensions", title: "pbxExtensions", permission: "extensions" },
  { path: "groups", title: "pbxGroups", permission: "groups" },
  { path: "permissions", title: "pbxPermissions", permission: "permissions" },
  { path: "operators", title: "pbxOperators", permission: "operators" },
  { path: "import", title: "pbxImportAndExport", permission: "import" },
  { path: "keys", title: "pbxKeys", permission: "keys" },
  { path: "sign-ins", title: "pbxSignIns", permission: "signIns" },
  { path: "why", title: "pbxWhy", permission: "users" },
  { path: "address-locks", title: "pbxAddressLocks", permission: "addressLocks" },
  { path: "settings", title: "pbxSettings", permission: "settings" },
];

/** An item of the menu: the path below `#/{realm}/pbx/`, the key of its text, what has to be permitted. */
export interface MenuItem {
  path: string;
  title: string;
  permission: keyof Permissions;
}

const FETCHED_ANEW = "pbx-console-fetched-anew";

/** Without the pages there are no texts. */
const NOT_LOADED = "The PBX pages could not be loaded. Reload this page to try again.";

/** The pages. Where they are gone, the server has newer ones than this page of the console: load it again, once. */
async function pages(host: Console): Promise<{ default: ComponentType }> {
  try {
    const { App } = await import("./app");
    sessionStorage.removeItem(FETCHED_ANEW);
    return { default: () => createElement(App, { host }) };
  } catch (error) {
    if (!sessionStorage.getItem(FETCHED_ANEW)) {
      sessionStorage.setItem(FETCHED_ANEW, "yes");
      window.location.reload();
    }
    // Thrown, it would take the place of the whole console.
    console.warn("PBX pages could not be loaded:", error);
    return { default: () => createElement("p", { role: "alert" }, NOT_LOADED) };
  }
}

try {
  const host = new Console();
  const App = lazy(() => pages(host));
  host.addPages(createElement(App));
  const menu = new Menu(host, MENU);
  host.onChange(() => menu.update());
} catch (error) {
  console.warn("PBX pages do not fit this console:", error);
}
