package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.TokenRealm;
import io.keycloakpbx.http.WrapSchemeFactory;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.sts.SecurityTokenProvider;
import io.keycloakpbx.tenant.OvertakenRequest;
import io.keycloakpbx.tenant.Tenant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.admin.AdminAuth;
import org.w3c.dom.Element;

/**
 * The token that a call presents: an assertion in its header, else what {@code Requestor} has, else the header
 * {@code Authorization}. The first that is there counts, whatever comes of it.
 *
 * @param assertion an assertion as it was sent; null where there is none
 * @param text an access token, a simple web token or an assertion in Base64; null where there is none
 */
@ReliesOn(
        "org.keycloak.services.managers.AuthenticationManager: what is known of a caller once their token is verified")
record ServiceToken(Element assertion, String text) {

    /** In a JSON web token there are two. Names in a simple web token have some, too, and it has equals signs. */
    private static final char JWT_SEPARATOR = '.';

    /**
     * Who calls, as Keycloak's Admin API finds it: by a token of the realm that the session is bound to, or of master, which
     * must be enabled.
     */
    Optional<AdminAuth> caller(KeycloakSession session) {
        if (assertion != null) {
            return exchanged(session, realm -> SecurityTokenProvider.of(session).accessToken(realm, assertion));
        }
        if (text == null) {
            // Whether its realm is suspended meanwhile is watched by the filter of all requests.
            return RealmEndpoint.presentedToken(session).flatMap(token -> by(session, token));
        }
        return isJsonWebToken(text)
                ? watched(session, by(session, text))
                : exchanged(session, realm -> SecurityTokenProvider.of(session).accessToken(realm, text));
    }

    /** Whether a token is an access token, and neither a simple web token nor an assertion. */
    static boolean isJsonWebToken(String text) {
        return !WrapSchemeFactory.isForm(text)
                && text.chars().filter(c -> c == JWT_SEPARATOR).count() == 2;
    }

    private static Optional<AdminAuth> exchanged(
            KeycloakSession session, Function<RealmModel, Optional<String>> accessToken) {
        return watched(
                session,
                served(session)
                        .flatMap(realm -> ContextRealm.call(session, realm, () -> accessToken.apply(realm)).stream())
                        .findFirst()
                        .flatMap(token -> by(session, token)));
    }

    private static Stream<RealmModel> served(KeycloakSession session) {
        RealmModel base = session.getContext().getRealm();
        Stream<RealmModel> realms = Tenant.isSystemLevel(base)
                ? Stream.of(base)
                : Stream.of(base, session.realms().getRealmByName(AdministrationRealm.NAME));
        return realms.filter(realm -> realm.isEnabled() && !RealmEndpoint.lacksTls(session, realm));
    }

    private static Optional<AdminAuth> by(KeycloakSession session, String token) {
        RealmModel issuer = TokenRealm.of(session, token)
                .filter(realm -> served(session).anyMatch(realm::equals))
                .orElse(null);
        return issuer == null
                ? Optional.empty()
                : ContextRealm.call(session, issuer, () -> RealmEndpoint.authenticate(session, issuer, token))
                        .map(found -> caller(issuer, found));
    }

    private static AdminAuth caller(RealmModel issuer, AuthResult found) {
        return new AdminAuth(issuer, found.token(), found.user(), found.client());
    }

    private static Optional<AdminAuth> watched(KeycloakSession session, Optional<AdminAuth> caller) {
        caller.map(AdminAuth::getRealm)
                .filter(Tenant::is)
                .ifPresent(realm -> OvertakenRequest.watch(session, realm.getId()));
        return caller;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ServiceToken[]";
    }
}
