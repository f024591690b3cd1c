// Shows the tenant's name and logo in the head of the account console, in the place of Keycloak's logo.
// theme-resources.ftl tells both. React draws the head and may draw it anew: so this looks at each change of the page,
// and hides Keycloak's picture instead of removing it.

const fact = (name) => document.querySelector(`meta[name="pbx-${name}"]`)?.content;

const tenant = fact("tenant");
const logo = fact("logo");

function show() {
  const picture = document.querySelector('[data-testid="page-header"] a > img:not(.pbx-logo, [hidden])');
  if (!picture) {
    return;
  }
  picture.hidden = true;
  // Keycloak's logo leads to the first page of the server, where a tenant's users have nothing to do.
  picture.parentElement.href = JSON.parse(document.getElementById("environment").textContent).baseUrl;
  const name = document.createElement("span");
  name.className = "pbx-name";
  name.textContent = tenant;
  picture.before(name);
  if (logo) {
    const image = new Image();
    image.className = "pbx-logo";
    image.alt = "";
    image.referrerPolicy = "no-referrer";
    image.onerror = () => image.remove();
    image.src = logo;
    name.before(image);
  }
  // On a phone Keycloak gives this button three dots and no name.
  document.querySelector('[data-testid="options-kebab-toggle"]')?.setAttribute("aria-label", fact("menu"));
}

document.title += ` – ${tenant}`;
new MutationObserver(show).observe(document.getElementById("app"), { childList: true, subtree: true });
show();

// Keycloak's own texts follow the language that somebody chooses in the personal info. What reads the page aloud, and
// extensions.js, take it from here.
window.addEventListener("languageChanged", (event) => {
  document.documentElement.lang = event.detail.language;
});
