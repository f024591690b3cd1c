package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.tenant.RealmsInView;
import java.util.function.Predicate;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What the sets of a request are read from.
 *
 * @param realm the realm of the base URL
 * @param owner whose its objects are
 * @param inView at master: which realms the caller may view
 * @param users which of the realm's users the caller may view
 * @param mayViewClient whether the caller, who may view clients, may view one of them
 */
public record SetContext(
        KeycloakSession session,
        RealmModel realm,
        Owner owner,
        RealmsInView inView,
        UsersInView users,
        Predicate<ClientModel> mayViewClient) {}
