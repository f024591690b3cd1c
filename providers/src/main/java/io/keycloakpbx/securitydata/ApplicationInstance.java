package io.keycloakpbx.securitydata;

import org.keycloak.models.ClientModel;

/**
 * An application in an environment: a client of a realm.
 *
 * @param application null where the client names none that is there
 * @param environment null where it is in all environments
 * @param relyingPartyUri what tokens for it are issued to
 */
public record ApplicationInstance(
        int id,
        String name,
        String description,
        Application application,
        Environment environment,
        String relyingPartyUri,
        boolean visible,
        ClientModel client) {}
