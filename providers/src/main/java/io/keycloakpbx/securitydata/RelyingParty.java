package io.keycloakpbx.securitydata;

import org.keycloak.models.ClientModel;

/**
 * What security tokens are issued for: an instance of an application, in one environment.
 *
 * @param client the instance, which is enabled
 * @param uri the URI by which it is asked for, the audience of tokens
 * @param environment the name of the environment
 */
public record RelyingParty(ClientModel client, String uri, String environment) {}
