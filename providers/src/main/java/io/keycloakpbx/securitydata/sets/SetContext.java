package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;
import java.util.function.Predicate;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What the sets of a request are read from.
 *
 * @param realm the realm of the base URL
 * @param owner whose its objects are
 * @param mayView at master: whether the caller may view another realm
 * @param mayViewClient whether the caller, who may view clients, may view one of them
 */
public record SetContext(
        KeycloakSession session,
        RealmModel realm,
        Owner owner,
        Predicate<RealmModel> mayView,
        Predicate<ClientModel> mayViewClient) {}
