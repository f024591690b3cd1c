// The pages below `#/{realm}/pbx`, and what is around them.
import { Alert, AlertActionCloseButton, AlertActionLink, AlertGroup, Bullseye, Spinner } from "@patternfly/react-core";
import { Component, type ComponentType, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { access, type Access, forgetAccess, type Permissions } from "./access";
import { Api, ApiError } from "./api";
import type { Host } from "./console";
import { translate, type Translate } from "./i18n";
import { AddressLocksPage } from "./pages/address-locks";
import { BranchPage } from "./pages/branch-page";
import { BranchesPage } from "./pages/branches";
import { CreateTenantPage } from "./pages/create-tenant";
import { ExtensionHistoryPage } from "./pages/extension-history";
import { ExtensionsPage } from "./pages/extensions";
import { GroupPage } from "./pages/group-page";
import { GroupsPage } from "./pages/groups";
import { ImportPage } from "./pages/import";
import { KeysPage } from "./pages/keys";
import { OverviewPage } from "./pages/overview";
import { PermissionsPage } from "./pages/permissions";
import { PeoplePage } from "./pages/people";
import { PersonPage } from "./pages/person";
import { PurposesPage } from "./pages/purposes";
import { SettingsPage } from "./pages/settings";
import { NewOperatorPage } from "./pages/new-operator";
import { OperatorPage } from "./pages/operator";
import { OperatorRolePage } from "./pages/operator-role";
import { OperatorRolesPage } from "./pages/operator-roles";
import { OperatorsPage } from "./pages/operators";
import { SignInsPage } from "./pages/sign-ins";
import { TenantPage } from "./pages/tenant";
import { TenantsPage } from "./pages/tenants";
import { WhyPage } from "./pages/why";
import { type PageProps, type Shell, ShellContext } from "./shell";
import { Message } from "./ui/page";
import { addStyles } from "./ui/styles";
import { UnsavedRoom } from "./ui/unsaved";

interface Page {
  /** Below `#/{realm}/pbx/`; `:id` stands for one part, which the page gets. */
  path: string;
  permission: keyof Permissions;
  Page: ComponentType<PageProps>;
}

const PAGES: readonly Page[] = [
  { path: "tenants", permission: "tenants", Page: TenantsPage },
  { path: "tenants/add", permission: "createTenants", Page: CreateTenantPage },
  { path: "tenants/:id", permission: "tenants", Page: TenantPage },
  { path: "overview", permission: "overview", Page: OverviewPage },
  { path: "people", permission: "people", Page: PeoplePage },
  { path: "people/:id", permission: "people", Page: PersonPage },
  { path: "extensions", permission: "extensions", Page: ExtensionsPage },
  { path: "extensions/:id", permission: "extensions", Page: ExtensionHistoryPage },
  { path: "groups", permission: "groups", Page: GroupsPage },
  { path: "groups/branches", permission: "users", Page: BranchesPage },
  { path: "groups/branches/:id", permission: "users", Page: BranchPage },
  { path: "groups/:id", permission: "groups", Page: GroupPage },
  { path: "permissions", permission: "permissions", Page: PermissionsPage },
  { path: "operators", permission: "operators", Page: OperatorsPage },
  { path: "operators/add", permission: "operators", Page: NewOperatorPage },
  { path: "operators/roles", permission: "operators", Page: OperatorRolesPage },
  { path: "operators/roles/add", permission: "operators", Page: OperatorRolePage },
  { path: "operators/roles/:id", permission: "operators", Page: OperatorRolePage },
  { path: "operators/:id", permission: "operators", Page: OperatorPage },
  { path: "import", permission: "import", Page: ImportPage },
  { path: "keys", permission: "keys", Page: KeysPage },
  { path: "keys/purposes", permission: "realm", Page: PurposesPage },
  { path: "address-locks", permission: "addressLocks", Page: AddressLocksPage },
  { path: "sign-ins", permission: "signIns", Page: SignInsPage },
  { path: "why", permission: "users", Page: WhyPage },
  { path: "settings", permission: "settings", Page: SettingsPage },
];

const READABLE = 8000;

interface Toast {
  key: number;
  variant: "success" | "warning" | "danger";
  title: string;
  text?: string;
  /** Tries again what has failed. */
  again?: () => void;
}

interface Loaded {
  realm: string;
  granted: Access;
  t: Translate;
}

addStyles();

export function App({ host }: { host: Host }) {
  const path = usePath(host);
  const { realm } = host;
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [round, setRound] = useState(0);
  const [toasts, setToasts] = useState<Toast[]>([]);

  useEffect(() => {
    let isCurrent = true;
    Promise.all([access(host, realm), translate(host)]).then(
      ([granted, t]) => isCurrent && (setLoaded({ realm, granted, t }), setBroken(false)),
      () => isCurrent && setBroken(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [host, realm, round]);

  const close = useCallback((key: number) => setToasts((all) => all.filter((toast) => toast.key !== key)), []);
  const show = useCallback(
    (toast: Omit<Toast, "key">) => {
      const key = Date.now() + Math.random();
      setToasts((all) => [{ key, ...toast }, ...all]);
      if (toast.variant === "success") {
        setTimeout(() => close(key), READABLE);
      }
      return () => close(key);
    },
    [close],
  );

  // One for all that is asked: pages load again when it is another one.
  const api = useMemo(() => new Api(host), [host]);
  const shell = useMemo(
    () => loaded && shellOf(host, api, loaded, show, () => setRound((n) => n + 1)),
    [host, api, loaded, show],
  );

  // What is there stays, though it could not be asked for anew: it may be all that is left of what is told once.
  if (isBroken && shell?.realm !== realm) {
    // Without texts there is one language only.
    return <Message title="The PBX pages could not be loaded" text="Reload this page to try again." />;
  }
  if (!shell || shell.realm !== realm) {
    return (
      <Bullseye>
        <Spinner aria-label="…" />
      </Bullseye>
    );
  }
  return (
    <ShellContext.Provider value={shell}>
      <AlertGroup isToast isLiveRegion>
        {toasts.map(({ key, variant, title, text, again }) => (
          <Alert
            key={key}
            variant={variant}
            title={title}
            component="p"
            actionClose={<AlertActionCloseButton title={title} aria-label={shell.t("close")} onClose={() => close(key)} />}
            {...(again
              ? {
                  actionLinks: (
                    <AlertActionLink
                      onClick={() => {
                        close(key);
                        again();
                      }}
                    >
                      {shell.t("tryAgain")}
                    </AlertActionLink>
                  ),
                }
              : {})}
          >
            {text}
          </Alert>
        ))}
      </AlertGroup>
      <Boundary key={path} title={shell.t("pbxBroken")} text={shell.t("pbxBrokenText")}>
        <UnsavedRoom>
          <PageShell shell={shell}>
            <Content path={path} shell={shell} />
          </PageShell>
        </UnsavedRoom>
      </Boundary>
    </ShellContext.Provider>
  );
}

function Content({ path, shell: { can, t, realm } }: { path: string; shell: Shell }) {
  const [, , , ...parts] = path.split("/");
  if (parts.at(-1) === "") {
    parts.pop();
  }
  const found = PAGES.find((page) => fits(page.path.split("/"), parts));
  if (!found) {
    return <Message title={t("pbxNoPage")} />;
  }
  if (!can[found.permission]) {
    return <Message title={t("pbxForbidden")} text={t("pbxForbiddenText")} />;
  }
  const id = found.path.endsWith(":id") ? decodeURIComponent(parts.at(-1) ?? "") : "";
  return <found.Page key={`${realm} ${found.path} ${id}`} id={id} />;
}

function fits(pattern: string[], parts: string[]) {
  return pattern.length === parts.length && pattern.every((part, i) => part === ":id" || part === parts[i]);
}

/** Where a page that is gone by now wants to go is followed by no other page. */
function PageShell({ shell, children }: { shell: Shell; children: ReactNode }) {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const own = useMemo<Shell>(
    () => ({
      ...shell,
      go: (path, options) => void (isHere.current && shell.go(path, options)),
      // A realm that is gone is left from whichever page, but nothing is lost there without being asked about.
      goTo: (path, options) => shell.goTo(path, isHere.current ? options : undefined),
    }),
    [shell],
  );
  return <ShellContext.Provider value={own}>{children}</ShellContext.Provider>;
}

function shellOf(
  host: Host,
  api: Api,
  { realm, granted, t }: Loaded,
  show: (toast: Omit<Toast, "key">) => () => void,
  askAgain: () => void,
): Shell {
  const below = `/${encodeURIComponent(realm)}/pbx/`;
  const textOf = (error: unknown) => {
    if (error instanceof ApiError) {
      return error.key && t.has(error.key)
        ? t(error.key, error.params)
        : error.status === 403
          ? t("pbxMayNot")
          : error.message;
    }
    return error instanceof TypeError ? t("pbxNoAnswer") : error instanceof Error ? error.message : String(error);
  };
  return {
    host,
    realm,
    api,
    can: granted.can,
    version: granted.version,
    t,
    textOf,
    alert: (title) => show({ variant: "success", title }),
    warn: (title, text) => show({ variant: "warning", title, text }),
    fail: (title, error, again) => show({ variant: "danger", title, text: textOf(error), ...(again ? { again } : {}) }),
    go: (path, { replace = false } = {}) => host.navigate(placeOf(below + path), { replace, isDone: replace }),
    goTo: (path, options) => host.navigate(placeOf(path), options),
    href: (path) => `#${below}${path}`,
    forgetAccess: () => {
      forgetAccess();
      askAgain();
    },
  };
}

function placeOf(path: string) {
  const [pathname = "", search = ""] = path.split("?");
  return { pathname, search };
}

/** The path, and a new drawing whenever anything of the address changes. */
function usePath(host: Host) {
  const [, draw] = useState("");
  useEffect(() => host.onLocation(() => draw(`${host.path}?${host.search}`)), [host]);
  return host.path;
}

/** A page that throws shows a message in its place, and the console goes on. */
class Boundary extends Component<{ title: string; text: string; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidCatch(error: Error) {
    console.error(error);
  }

  override render() {
    return this.state.isBroken ? <Message title={this.props.title} text={this.props.text} /> : this.props.children;
  }
}
