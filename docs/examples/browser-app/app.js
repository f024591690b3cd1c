// Signs people in by their SIP address: WebFinger finds the tenant, then OpenID Connect, authorization code with PKCE.
// Tokens are in the memory of this page only. A reload forgets them; to sign in again needs no password then, for Keycloak
// remembers its session.

const server = document.querySelector("meta[name=server]").content;
const clientId = "pbx-app";
const redirectUri = location.origin + location.pathname;

// What has to survive the way to the sign-in page and back: state, nonce and verifier, each good once. No token is in it.
const PENDING = "pending-sign-in";

const message = document.getElementById("message");
const signInForm = document.getElementById("sign-in");
const signedIn = document.getElementById("signed-in");

signInForm.addEventListener("submit", (event) => {
  event.preventDefault();
  report(beginSignIn(document.getElementById("address").value.trim()));
});

report(start());

async function start() {
  const answer = new URLSearchParams(location.search);
  if (answer.has("state")) {
    // The code is used up now: it stays neither in the address nor in the history.
    history.replaceState(null, "", redirectUri);
    await finishSignIn(answer);
  } else {
    signInForm.hidden = false;
  }
}

async function beginSignIn(address) {
  const issuer = await issuerOf(address);
  const { authorization_endpoint } = await configurationOf(issuer);
  const pending = { issuer, state: random(), nonce: random(), verifier: random() };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    scope: "openid",
    redirect_uri: redirectUri,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: base64Url(await sha256(pending.verifier)),
    code_challenge_method: "S256",
    login_hint: address.slice(0, address.lastIndexOf("@")),
  });
  location.assign(`${authorization_endpoint}?${query}`);
}

async function finishSignIn(answer) {
  const pending = JSON.parse(sessionStorage.getItem(PENDING));
  sessionStorage.removeItem(PENDING);
  if (!pending || answer.get("state") !== pending.state) {
    throw new Error("This sign-in was not begun here. Begin again.");
  }
  // Which tenant has answered (RFC 9207): the code must not go to another one.
  if (answer.get("iss") !== pending.issuer) {
    throw new Error("Another server has answered. Begin again.");
  }
  if (answer.has("error")) {
    throw new Error(answer.get("error_description") ?? answer.get("error"));
  }
  const configuration = await configurationOf(pending.issuer);
  const tokens = await json(configuration.token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code: answer.get("code"),
      code_verifier: pending.verifier,
    }),
  });
  const claims = verifiedClaims(tokens.id_token, pending);
  // What the access token opens. The API of a PBX is asked in the same way.
  const user = await json(configuration.userinfo_endpoint, {
    headers: { Authorization: `Bearer ${tokens.access_token}` },
  });
  if (user.sub !== claims.sub) {
    throw new Error("The answer is about another user.");
  }
  show(user, () => signOut(configuration, tokens.id_token));
}

// Asks the one server that this page knows, whatever the address is, and goes to its tenants only.
async function issuerOf(address) {
  const query = new URLSearchParams({ resource: `acct:${address}` });
  const response = await fetch(`${server}/realms/master/.well-known/webfinger?${query}`);
  if (response.status === 404 || response.status === 400) {
    throw new Error(`No phone system is known for ${address}.`);
  }
  const { links } = await response.json();
  const issuer = links.find((link) => link.rel === "http://openid.net/specs/connect/1.0/issuer")?.href;
  if (!issuer?.startsWith(`${server}/realms/`)) {
    throw new Error(`The phone system of ${address} is on another server.`);
  }
  return issuer;
}

async function configurationOf(issuer) {
  const configuration = await json(`${issuer}/.well-known/openid-configuration`);
  if (configuration.issuer !== issuer) {
    throw new Error("The server calls itself by another name.");
  }
  return configuration;
}

// The ID token comes from the token endpoint itself, so TLS stands for its signature (OpenID Connect Core, 3.1.3.7). The rest
// is checked.
function verifiedClaims(idToken, { issuer, nonce }) {
  const payload = idToken.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes));
  const audience = [claims.aud].flat();
  const skewInSeconds = 30;
  if (
    claims.iss !== issuer ||
    audience.length !== 1 ||
    audience[0] !== clientId ||
    claims.nonce !== nonce ||
    claims.exp + skewInSeconds < Date.now() / 1000
  ) {
    throw new Error("The ID token is not for this sign-in. Begin again.");
  }
  return claims;
}

// Ends the session at Keycloak too, so that the next sign-in asks for a password.
function signOut({ end_session_endpoint }, idToken) {
  const query = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: redirectUri });
  location.assign(`${end_session_endpoint}?${query}`);
}

function show(user, leave) {
  document.getElementById("who").textContent = `Signed in as ${user.preferred_username}`;
  const list = document.getElementById("claims");
  for (const [name, value] of Object.entries(user)) {
    const term = document.createElement("dt");
    term.textContent = name;
    const description = document.createElement("dd");
    description.textContent = typeof value === "object" ? JSON.stringify(value) : value;
    list.append(term, description);
  }
  document.getElementById("sign-out").addEventListener("click", leave, { once: true });
  signedIn.hidden = false;
}

async function json(address, options) {
  const response = await fetch(address, options);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error_description ?? body.error ?? `The server answered ${response.status}.`);
  }
  return body;
}

async function report(work) {
  message.textContent = "";
  try {
    await work;
  } catch (error) {
    message.textContent = error.message;
    signInForm.hidden = false;
  }
}

function random() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function base64Url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
