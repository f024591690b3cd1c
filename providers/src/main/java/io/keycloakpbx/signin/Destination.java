package io.keycloakpbx.signin;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.keycloak.ContextRealm;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Where a request leads that may be of a web origin. Which client it is, and so which origins may send it, the base URL tells, or
 * at the system level only the domain. There an answer must not tell an origin which domains there are, or list it: a domain
 * whose client does not list the origin is as one that is nobody's, for its lock and its turn as well, and every origin reads
 * the answer.
 *
 * @param realm the realm to sign in to; null where there is none for this request
 * @param client the client to sign in with; none where there is none for this request
 * @param keptBack why a domain that is there is kept back, for its event; else null
 */
record Destination(RealmModel realm, Optional<ClientModel> client, String keptBack) {

    /** The reason where the client does not list the origin. Where there is none to ask, that is the reason. */
    private static final String ORIGIN_NOT_LISTED = "origin_not_listed";

    /**
     * Before anything is looked at that is a user's. A listed origin reads the answer from here on.
     *
     * @param realm the realm that the request means; null where there is none
     * @param isNamed whether the request names a domain
     * @param clients finds the client in a realm that is served
     * @return empty where the origin is to be refused
     */
    static Optional<Destination> of(
            KeycloakSession session,
            TenantSelection tenants,
            RealmModel realm,
            boolean isNamed,
            Function<RealmModel, Optional<ClientModel>> clients) {
        boolean isByDomain = isNamed && tenants.atSystemLevel();
        RealmModel listing = isByDomain ? realm : tenants.base();
        Optional<ClientModel> client = tenants.serves(listing)
                ? ContextRealm.call(session, listing, () -> clients.apply(listing))
                : Optional.empty();
        boolean isListed = client.map(
                        lists -> ContextRealm.call(session, listing, () -> RealmEndpoint.admitsOrigin(session, lists)))
                .orElseGet(() -> RealmEndpoint.admitsOrigin(session, null));
        if (isByDomain) {
            RealmEndpoint.letAnyOriginRead();
        } else if (!isListed) {
            return Optional.empty();
        }
        return Optional.of(
                isListed
                        ? new Destination(realm, realm == null ? Optional.empty() : client, null)
                        : new Destination(null, Optional.empty(), reason(session, realm, client)));
    }

    private static String reason(KeycloakSession session, RealmModel realm, Optional<ClientModel> client) {
        if (realm == null) {
            return null;
        }
        return client.isPresent() ? ORIGIN_NOT_LISTED : PasswordWay.reason(session, realm);
    }

    /** Whether the domain is there, and the origin is not told so. */
    boolean isKeptBack() {
        return keptBack != null;
    }

    /** What events tell of it. */
    Map<String, String> details() {
        return isKeptBack() ? Map.of(Details.REASON, keptBack) : Map.of();
    }
}
