package io.keycloakpbx.securitydata;

import org.keycloak.models.ClientModel;

/**
 * An environment of a realm.
 *
 * @param id its number; 0 is the environment {@code Default} of a realm that has none, which realm roles are in
 * @param client the client that it is, and whose roles are its users' roles; null for {@code Default}
 */
public record Environment(int id, String name, String description, ClientModel client) {

    /** The environment of a realm that has none. */
    public static final Environment DEFAULT = new Environment(0, "Default", null, null);
}
