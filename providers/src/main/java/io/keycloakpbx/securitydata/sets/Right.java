package io.keycloakpbx.securitydata.sets;

/** What a caller needs to read a set: Keycloak's permission evaluator is asked. */
public enum Right {
    VIEW_USERS,
    VIEW_REALM,
    VIEW_CLIENTS,
    VIEW_IDENTITY_PROVIDERS,
    VIEW_EVENTS
}
