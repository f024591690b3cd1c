// A PBX app that knows nothing but a SIP address, with a certified OpenID Connect client. Takes its settings as one JSON
// argument, and prints what it has seen as one line of JSON. Ends with an error where Keycloak does what the client
// refuses.
import assert from "node:assert/strict";
import * as client from "openid-client";

const { webFinger, resource, clientId, redirectUri, postLogoutRedirectUri, username, password } = JSON.parse(process.argv[2]);

const issuer = await discoverIssuer();
const config = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
  execute: [client.allowInsecureRequests],
});
const server = config.serverMetadata();
assert.equal(server.issuer, issuer);

// Authorization code with PKCE, state and nonce.
const codeVerifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const browser = new Browser();
const callback = await browser.signIn(
  client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    state,
    nonce,
  }),
);
const tokens = await client.authorizationCodeGrant(config, callback, {
  pkceCodeVerifier: codeVerifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
});
const claims = tokens.claims();

const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
assert.notEqual(refreshed.access_token, tokens.access_token);
const userInfo = await client.fetchUserInfo(config, refreshed.access_token, claims.sub);

const signedOut = await browser.get(
  client.buildEndSessionUrl(config, {
    id_token_hint: refreshed.id_token,
    post_logout_redirect_uri: postLogoutRedirectUri,
    state,
  }),
);

console.log(
  JSON.stringify({
    issuer,
    claims,
    userInfo,
    grantTypes: server.grant_types_supported,
    signedOut: { status: signedOut.status, location: signedOut.headers.get("location") },
    expectedSignedOut: `${postLogoutRedirectUri}?state=${state}`,
    refreshAfterLogout: await refusal(() => client.refreshTokenGrant(config, refreshed.refresh_token)),
    userInfoAfterLogout: await refusal(() => client.fetchUserInfo(config, refreshed.access_token, claims.sub)),
  }),
);

/** OpenID Connect Discovery 1.0, section 2. */
async function discoverIssuer() {
  const rel = "http://openid.net/specs/connect/1.0/issuer";
  const response = await fetch(`${webFinger}?${new URLSearchParams({ resource, rel })}`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/jrd+json");
  const descriptor = await response.json();
  assert.equal(descriptor.subject, resource);
  return descriptor.links.find((link) => link.rel === rel).href;
}

/** The error code or the status of a request that Keycloak refuses; null of one that it does not. */
async function refusal(request) {
  try {
    await request();
    return null;
  } catch (error) {
    return error.error ?? error.cause?.error ?? error.cause?.[0]?.parameters?.error ?? String(error);
  }
}

/** As much of a browser as the sign-in page needs: cookies, and one form. */
function Browser() {
  const cookies = new Map();

  async function send(url, init) {
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      cookies.set(name, value);
    }
    return response;
  }

  this.get = (url) => send(url);

  this.signIn = async (authorizationUrl) => {
    const page = await send(authorizationUrl);
    assert.equal(page.status, 200);
    const [, action] = /<form id="kc-form-login"[^>]* action="([^"]+)"/.exec(await page.text());
    const answer = await send(action.replaceAll("&amp;", "&"), {
      method: "POST",
      body: new URLSearchParams({ username, password }),
    });
    assert.equal(answer.status, 302);
    return new URL(answer.headers.get("location"));
  };
}
