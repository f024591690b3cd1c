// The insides of Keycloak's admin console that the PBX pages depend on. Only this file and menu.ts may know any:
// - #app holds a React root; its tree has a component with the property `router` (React Router), and a context whose
//   value has `keycloak` (keycloak-js) and `environment`;
// - the router holds up what a blocker says yes to (React Router's useBlocker); without that nothing is held up;
// - the first segment of the router's path is the realm;
// - the import map gives the console's own React to `react` and `react-dom`.
import type { ReactElement } from "react";

/** What the server tells the console about itself. */
export interface Environment {
  /** The server's address for the Admin API, without a slash at the end. */
  adminBaseUrl: string;
  /** That of the realms, where it tells it. */
  serverBaseUrl?: string;
  /** The realm that the administrator has signed in to. */
  realm: string;
  masterRealm: string;
  /** Ends in the name of the theme. */
  resourceUrl: string;
}

/** A place below `#`: a path, or a path and a query. */
export type Place = string | { pathname: string; search?: string };

/** All that the pages see of the console. */
export interface Host {
  readonly environment: Environment;
  /** The realm that the console shows. */
  readonly realm: string;
  /** The path below `#`, encoded. */
  readonly path: string;
  readonly search: URLSearchParams;
  /**
   * Goes somewhere.
   *
   * @param options `replace`: the way back does not lead here; `isDone`: nothing of what is here would be lost, whatever holds it up
   */
  navigate(to: Place, options?: { replace?: boolean; isDone?: boolean }): void;
  /** An access token that is good for another five seconds at least; without a session, the way to the sign-in page. */
  token(): Promise<string>;
  signIn(): Promise<void>;
  /** Hears of every change of the address, until the answer is called. */
  onLocation(listener: () => void): () => void;
  /**
   * Holds up what leads away, until the answer is called. One at a time.
   *
   * @param isLeft whether what is here would be left for a place
   * @param ask is told that somebody is about to go there
   */
  onLeave(isLeft: (to: Location) => boolean, ask: (leaving: Leaving) => void): () => void;
}

/** What somebody is about to do who leaves. */
export interface Leaving {
  /** Goes there after all. */
  proceed(): void;
  /** Stays here. */
  reset(): void;
}

export interface Location {
  pathname: string;
  search: string;
}

type Blocker = { state: "blocked" } & Leaving | { state: "unblocked" | "proceeding" };

interface RouterState {
  location: Location;
  historyAction: string;
  /** What is held up, by who holds it. */
  blockers?: ReadonlyMap<string, Blocker>;
}

interface Router {
  routes: { id: string }[];
  state: RouterState;
  navigate(to: Place | Location, options?: { replace?: boolean }): Promise<void>;
  subscribe(listener: (state: RouterState) => void): () => void;
  patchRoutes(parent: string, routes: object[]): void;
  /** Holds up what the function says yes to. */
  getBlocker?(key: string, holds: (move: { nextLocation: Location }) => boolean): unknown;
  deleteBlocker?(key: string): void;
}

interface SignedIn {
  environment: Environment;
  keycloak: { token?: string; updateToken(seconds: number): Promise<boolean>; login(): Promise<void> };
}

interface Fiber {
  memoizedProps: unknown;
  child: Fiber | null;
  sibling: Fiber | null;
}

type Props = Record<string, unknown>;

const PATH = "pbx";
const STEPS = 2000;
const PATIENCE = 10_000;

/** The console around the pages. What does not fit leaves it as Keycloak made it. */
export class Console implements Host {
  private readonly app: HTMLElement;
  private readonly listeners: (() => void)[] = [];
  private router: Router | undefined;
  private context: SignedIn | undefined;
  private pages: ReactElement | undefined;
  private lastRealm: string | undefined;
  private isStale = false;
  private pending = false;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private letGo: (() => void) | undefined;

  constructor() {
    const app = document.getElementById("app");
    if (!app) {
      throw new Error("there is no #app");
    }
    this.app = app;
    new MutationObserver(() => this.later()).observe(app, { childList: true, subtree: true });
    this.later();
  }

  /** The pages below `#/{realm}/pbx`. */
  addPages(element: ReactElement) {
    this.pages = element;
    this.later();
  }

  /** Hears of everything that the console draws, from when somebody has signed in. */
  onChange(listener: () => void) {
    this.listeners.push(listener);
    this.later();
  }

  get environment() {
    return present(this.context).environment;
  }

  get realm() {
    const [, realm] = this.path.split("/");
    return realm ? decodeURIComponent(realm) : this.environment.realm;
  }

  get path() {
    return present(this.router).state.location.pathname;
  }

  get search() {
    return new URLSearchParams(present(this.router).state.location.search);
  }

  navigate(to: Place, { isDone = false, replace = false }: { replace?: boolean; isDone?: boolean } = {}) {
    if (isDone) {
      this.letGo?.();
    }
    void present(this.router).navigate(to, { replace });
  }

  async token() {
    const { keycloak } = present(this.context);
    try {
      await keycloak.updateToken(5);
    } catch {
      await keycloak.login();
    }
    return keycloak.token ?? "";
  }

  signIn() {
    return present(this.context).keycloak.login();
  }

  onLocation(listener: () => void) {
    return present(this.router).subscribe(listener);
  }

  onLeave(isLeft: (to: Location) => boolean, ask: (leaving: Leaving) => void) {
    const router = present(this.router);
    router.getBlocker?.(PATH, ({ nextLocation }) => isLeft(nextLocation));
    const stop = router.subscribe(({ blockers }) => {
      const blocker = blockers?.get(PATH);
      if (blocker?.state === "blocked") ask(blocker);
    });
    const letGo = () => {
      stop();
      // Another one may hold up by now.
      if (this.letGo === letGo) {
        this.letGo = undefined;
        router.deleteBlocker?.(PATH);
      }
    };
    this.letGo = letGo;
    return letGo;
  }

  private later() {
    if (this.pending) {
      return;
    }
    this.pending = true;
    queueMicrotask(() => {
      this.pending = false;
      try {
        this.look();
      } catch (error) {
        this.giveUpLater(error);
      }
    });
  }

  private look() {
    if (!this.router) {
      this.router = this.find(isRouter, "router");
      this.router?.subscribe((state) => this.moved(state));
      this.lastRealm = this.router?.state.location.pathname.split("/")[1];
    }
    if (this.router && this.pages) {
      const { router, pages } = this;
      this.pages = undefined;
      router.patchRoutes(present(router.routes[0]).id, [
        { id: PATH, path: `/:realm/${PATH}/*`, element: pages, handle: { access: "anyone" } },
      ]);
      // The address led here before there was such a page.
      if (this.path.split("/")[2] === PATH) {
        void router.navigate(router.state.location, { replace: true });
      }
    }
    this.context ??= this.router && this.find(isSignedIn, "value");
    if (this.context) {
      clearTimeout(this.patience);
      this.patience = undefined;
      this.listeners.forEach((listener) => listener());
    } else {
      this.giveUpLater(this.router ? "nobody has signed in" : "there is no router");
    }
  }

  /** Says so once, where the console is drawn and these pages still have not found what they need. */
  private giveUpLater(why: unknown) {
    if (this.patience === undefined && this.app.querySelector("nav")) {
      this.patience = setTimeout(() => console.warn("PBX pages do not fit this console:", why), PATIENCE);
    }
  }

  /**
   * The console takes its realm from pushState only: after "back" to another realm its head and menu show the wrong one,
   * until somebody follows a link. Next to buttons that change a realm this is dangerous, so it loads again.
   */
  private moved({ location, historyAction }: RouterState) {
    const [, realm, page] = location.pathname.split("/");
    if (historyAction === "PUSH") {
      this.isStale = false;
    } else if (historyAction === "POP" && this.lastRealm !== undefined && realm !== this.lastRealm) {
      this.isStale = true;
    }
    this.lastRealm = realm;
    if (this.isStale && page === PATH) {
      window.location.reload();
    }
    this.later();
  }

  /** The property of the first component of the tree that has it, and has it as it should be. */
  private find<T>(fits: (value: unknown) => value is T, property: string): T | undefined {
    const key = Object.keys(this.app).find((name) => name.startsWith("__reactContainer$"));
    const container = key && (this.app as unknown as Record<string, { stateNode?: { current?: Fiber } }>)[key];
    const root = container ? container.stateNode?.current : undefined;
    const fibers = root ? [root] : [];
    for (let steps = 0; steps < STEPS; steps++) {
      const fiber = fibers.pop();
      if (!fiber) {
        break;
      }
      const props = fiber.memoizedProps;
      if (isObject(props) && fits(props[property])) {
        return props[property];
      }
      if (fiber.sibling) fibers.push(fiber.sibling);
      if (fiber.child) fibers.push(fiber.child);
    }
    return undefined;
  }
}

function isObject(value: unknown): value is Props {
  return typeof value === "object" && value !== null;
}

function isRouter(value: unknown): value is Router {
  return (
    isObject(value) &&
    ["navigate", "subscribe", "patchRoutes"].every((name) => typeof value[name] === "function") &&
    Array.isArray(value.routes) &&
    isObject(value.state)
  );
}

function isSignedIn(value: unknown): value is SignedIn {
  return (
    isObject(value) &&
    isObject(value.keycloak) &&
    typeof value.keycloak.updateToken === "function" &&
    isObject(value.environment)
  );
}

function present<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("the console is not there yet");
  }
  return value;
}
