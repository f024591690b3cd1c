package io.keycloakpbx.broker;

/**
 * What a caller asks of a sign-in with an identity provider.
 *
 * @param alias of the provider
 * @param callbackUrl where the browser goes at the end; a client has registered it
 * @param scope of the tokens
 * @param state returned to the callback address as it is, null for none
 * @param codeChallenge RFC 7636, method S256, null for none
 */
public record BrokerSignInRequest(String alias, String callbackUrl, String scope, String state, String codeChallenge) {}
