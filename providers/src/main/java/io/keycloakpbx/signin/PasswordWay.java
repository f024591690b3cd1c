package io.keycloakpbx.signin;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.keycloak.PasswordWork;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantEvent;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The one way that a password takes which is sent to this bundle: blocked addresses, the user's turn, and the direct grant
 * flow of the realm. Where there is nothing to sign in to it takes as long, or the clock would tell which domains there are.
 */
final class PasswordWay {

    private final KeycloakSession session;
    private final TenantSelection tenants;
    private final Map<String, String> details;
    /** Who signs in next in the same request, or null. */
    private SignInTurn.Key next;

    /**
     * A way.
     *
     * @param details what events tell besides; read when one is written
     */
    PasswordWay(KeycloakSession session, TenantSelection tenants, Map<String, String> details) {
        this.session = session;
        this.tenants = tenants;
        this.details = details;
    }

    /** Says whose turn is taken next in the same request, once this one is signed in. */
    void isFollowedBy(SignInTurn.Key key) {
        next = key;
    }

    /**
     * Signs in.
     *
     * @param realm the realm that is meant; null where there is none
     * @param domain what was sent of it
     * @param client the client to sign in with; none where nobody can
     * @param clientId what events call the client where there is none, or null
     * @param admits whether the user may sign in from where the request comes, asked in the context of the realm when it is the user's
     *     turn
     */
    PasswordOutcome go(
            RealmModel realm,
            RequestedDomain domain,
            Optional<ClientModel> client,
            String clientId,
            String username,
            String password,
            BooleanSupplier admits) {
        // A domain that is nobody's is locked for itself, or the lock would tell.
        String unknown = realm == null ? domain.sent() : null;
        RealmModel guarded = realm == null ? tenants.base() : realm;
        String eventClient = client.map(ClientModel::getClientId).orElse(clientId);
        return new AddressGuard(session, eventClient, details)
                .guard(guarded, unknown, username, EventType.LOGIN, PasswordOutcome.Blocked::new, () -> {
                    SignInTurn.Key turn = SignInTurn.Key.of(realm, domain, username);
                    if (next != null) {
                        SignInTurn.Key.turnsOfTwo(turn, next).forEach(this::takeTurn);
                    }
                    takeTurn(turn);
                    if (client.isEmpty()) {
                        PasswordWork.spend(session, guarded);
                        tellNowhere(EventType.LOGIN, realm, domain, clientId, username);
                        return new PasswordOutcome.Nowhere();
                    }
                    if (!admits.getAsBoolean()) {
                        PasswordWork.spend(session, guarded);
                        tell(EventType.LOGIN, realm, domain, eventClient, username, Errors.INVALID_USER_CREDENTIALS);
                        return new PasswordOutcome.Nowhere();
                    }
                    Grant grant = grant(realm, client.get())
                            .parameter(OAuth2Constants.USERNAME, SipUserName.resolve(session, realm, username))
                            .parameter(OAuth2Constants.PASSWORD, password);
                    return new PasswordOutcome.Tried(realm, client.get(), grant.run());
                });
    }

    /** A password grant that still lacks what is to be shown. */
    Grant grant(RealmModel realm, ClientModel client) {
        Grant grant = new Grant(session, realm, client, OAuth2Constants.PASSWORD)
                .parameter(OAuth2Constants.SCOPE, SignIn.SCOPE);
        Tenant.of(realm)
                .ifPresent(tenant ->
                        grant.detail(TenantEvent.SIP_DOMAIN, tenant.sipDomain().value()));
        details.forEach(grant::detail);
        return grant;
    }

    /** Takes a turn until the request is over, one of a kind: a request does not wait for itself. */
    void takeTurn(SignInTurn.Key key) {
        String held = SignInTurn.class.getName() + key;
        if (session.getAttribute(held) == null) {
            session.setAttribute(held, key);
            SignInTurn.await(key).endWith(session);
        }
    }

    /** A client, if it may be used to sign in to a realm that is served now. */
    Optional<ClientModel> usable(RealmModel realm, Optional<ClientModel> client) {
        return tenants.serves(realm)
                ? client.filter(ClientModel::isEnabled).filter(ClientModel::isDirectAccessGrantsEnabled)
                : Optional.empty();
    }

    /** Writes the event of a step for a realm that is not there, or is not served. */
    void tellNowhere(EventType type, RealmModel realm, RequestedDomain domain, String clientId, String username) {
        tell(
                type,
                realm,
                domain,
                clientId,
                username,
                realm == null ? TenantEvent.UNKNOWN_SIP_DOMAIN : reason(session, realm));
    }

    private void tell(
            EventType type, RealmModel realm, RequestedDomain domain, String clientId, String username, String error) {
        EventBuilder event = TenantEvent.of(session, realm == null ? tenants.base() : realm, type)
                .client(clientId)
                .detail(Details.USERNAME, username);
        if (!domain.isAbsent()) {
            event.detail(TenantEvent.SIP_DOMAIN, domain.sent());
        }
        details.forEach(event::detail);
        event.error(error);
    }

    /** Why nobody can sign in to a realm that is there. */
    static String reason(KeycloakSession session, RealmModel realm) {
        if (!realm.isEnabled()) {
            return Errors.REALM_DISABLED;
        }
        return RealmEndpoint.lacksTls(session, realm) ? Errors.SSL_REQUIRED : Errors.CLIENT_NOT_FOUND;
    }
}
