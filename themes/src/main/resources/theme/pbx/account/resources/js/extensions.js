// The page "Extensions" of the account console; content.json has its place. It shows what
// /realms/{realm}/extensions/me says, and changes nothing.

import { Component, createElement as element } from "react";

export default class Extensions extends Component {
  state = {};
  #left = new AbortController();

  componentDidMount() {
    // The menu leads to the route's pattern itself, which Keycloak 26.7 takes for an address.
    history.replaceState(history.state, "", location.href.replace(/:componentId|%3AcomponentId/, "extensions"));
    // To come here from here would have the console import this module again and again.
    document.addEventListener("click", stay, { capture: true, signal: this.#left.signal });
    this.#load().catch((error) => {
      if (!this.#left.signal.aborted) {
        console.error("The extensions cannot be shown.", error);
        this.setState({ failed: true });
      }
    });
  }

  componentWillUnmount() {
    this.#left.abort();
  }

  async #load() {
    const { environment, keycloak } = this.#context();
    const realm = encodeURIComponent(environment.realm);
    const language = document.documentElement.lang;
    const texts = await this.#get(`${environment.serverBaseUrl}/resources/${realm}/account/${language}`);
    this.setState({ texts: Object.fromEntries(texts.map(({ key, value }) => [key, value])) });
    await keycloak.updateToken(5).catch(() => keycloak.login());
    const authorization = `Bearer ${keycloak.token}`;
    this.setState({
      extensions: await this.#get(`${environment.serverBaseUrl}/realms/${realm}/extensions/me`, { authorization }),
    });
  }

  async #get(address, headers = {}) {
    const response = await fetch(address, { headers, signal: this.#left.signal });
    if (!response.ok) {
      throw new Error(`${response.status} of ${address}`);
    }
    return response.json();
  }

  /** The console's settings and its keycloak-js. It gives them to its own pages by a React context that it does not export. */
  #context() {
    let place = this._reactInternals;
    while (!place.memoizedProps?.value?.keycloak) {
      place = place.return;
    }
    return place.memoizedProps.value;
  }

  render() {
    const { texts, extensions, failed } = this.state;
    if (!texts && !failed) {
      return null;
    }
    // Without texts there is nothing to show but that, in words that came with the page.
    const text = (key) => texts?.[key] ?? document.querySelector(`meta[name="${key}"]`)?.content ?? "";
    return [
      element(
        "section",
        { className: "pf-v5-c-page__main-section pf-m-light", key: "head" },
        element(
          "div",
          { className: "pf-v5-c-content" },
          element("h1", { className: "pf-v5-c-title pf-m-2xl", id: "pbx-extensions" }, text("pbxExtensions")),
          element("p", null, text("pbxExtensionsDescription")),
        ),
      ),
      element(
        "section",
        { className: "pf-v5-c-page__main-section pf-m-light pf-m-fill", key: "list", "aria-labelledby": "pbx-extensions" },
        failed
          ? element("p", { role: "alert" }, text("pbxExtensionsFailed"))
          : !extensions
            ? element("p", { role: "status" }, text("pbxExtensionsLoading"))
            : extensions.length === 0
              ? element("p", null, text("pbxNoExtensions"))
              : table(extensions, text),
      ),
    ];
  }
}

function stay(event) {
  const aside = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!aside && event.target.closest('nav [aria-current="page"]')) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function table(extensions, text) {
  return element(
    "table",
    { className: "pbx-extensions", "aria-labelledby": "pbx-extensions" },
    element(
      "thead",
      null,
      element(
        "tr",
        null,
        ...["pbxExtensionNumber", "pbxExtensionName", "pbxExtensionServer"].map((key) =>
          element("th", { scope: "col", key }, text(key)),
        ),
      ),
    ),
    element(
      "tbody",
      null,
      ...extensions.map(({ id, extension, displayName, serverName, default: isDefault }) =>
        element(
          "tr",
          { key: id },
          element(
            "th",
            { scope: "row" },
            extension,
            " ",
            isDefault && element("span", { className: "pbx-default" }, text("pbxExtensionDefault")),
          ),
          element("td", null, displayName),
          element("td", null, serverName),
        ),
      ),
    ),
  );
}
