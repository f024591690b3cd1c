// The section "PBX" of the console's sidebar, above "Manage". Plain DOM, because it stands in the middle of what the
// console's React draws: React leaves alone what it did not make, and update() follows each of its drawings.
import { access, type Access } from "./access";
import type { Host } from "./console";
import { translate, type Translate } from "./i18n";
import type { MenuItem } from "./main";

const TITLE = "pbx-menu-title";

export class Menu {
  private realm: string | undefined;
  private section: HTMLElement | undefined;

  constructor(
    private readonly host: Host,
    private readonly items: readonly MenuItem[],
  ) {}

  /** Makes the sidebar right for the place where the console is now. */
  update() {
    const nav = document.querySelector("nav.pf-v5-c-nav");
    if (!nav) {
      return;
    }
    const { realm } = this.host;
    if (realm !== this.realm) {
      this.realm = realm;
      void this.load(realm);
    }
    if (this.section) {
      this.place(nav, this.section);
      this.mark(this.section);
    }
  }

  private async load(realm: string) {
    try {
      const [granted, t] = await Promise.all([access(this.host, realm), translate(this.host)]);
      if (realm === this.realm) {
        this.section?.remove();
        this.section = this.make(realm, granted, t);
        this.update();
      }
    } catch {
      // The next change asks again.
      if (realm === this.realm) {
        this.realm = undefined;
      }
    }
  }

  /** Above the first section with a heading; without one at the end. */
  private place(nav: Element, section: HTMLElement) {
    const manage =
      [...nav.children].find((child) => child !== section && child.matches("section") && child.querySelector(":scope > h2")) ??
      null;
    if (section.parentElement !== nav || section.nextElementSibling !== manage) {
      nav.insertBefore(section, manage);
    }
  }

  private mark(section: HTMLElement) {
    for (const link of section.querySelectorAll("a")) {
      const path = link.hash.slice(1);
      const isCurrent = this.host.path === path || this.host.path.startsWith(`${path}/`);
      if (link.classList.contains("pf-m-current") !== isCurrent) {
        link.classList.toggle("pf-m-current", isCurrent);
        if (isCurrent) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    }
  }

  private make(realm: string, { can }: Access, t: Translate) {
    const links = this.items.filter(({ permission }) => can[permission]).map((item) => this.link(realm, item, t));
    if (!links.length) {
      return undefined;
    }
    const list = element("ul", { class: "pf-v5-c-nav__list", role: "list" });
    list.append(...links);
    const section = element("section", { class: "pf-v5-c-nav__section", "aria-labelledby": TITLE, "data-testid": "pbx-menu" });
    section.append(element("h2", { class: "pf-v5-c-nav__section-title", id: TITLE }, "PBX"), list);
    return section;
  }

  private link(realm: string, { path, title }: MenuItem, t: Translate) {
    const to = `/${encodeURIComponent(realm)}/pbx/${path}`;
    const id = `nav-item-pbx-${path}`;
    const link = element("a", { class: "pf-v5-c-nav__link", id, "data-testid": id, href: `#${to}` }, t(title));
    link.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        this.host.navigate(to);
      }
    });
    const item = element("li", {});
    item.append(link);
    return item;
  }
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string>, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.textContent = text;
  return made;
}
