package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * The guard of a resource below {@code /realms/{realm}}, of which Keycloak checks nothing: the realm is enabled, the
 * request has come as the realm requires, and a caller presents a valid access token. What is refused has the shape of
 * the resource's contract; whatever is wrong with a token is one and the same 401.
 */
@ReliesOn("org.keycloak.services.managers.AppAuthManager: reads and verifies access tokens as the Admin API does, DPoP"
        + " included")
public final class RealmEndpoint {

    /** What is allowed where no origin is: an empty list changes nothing. */
    private static final List<String> NO_ORIGIN = List.of("");

    private final KeycloakSession session;
    private final RefusalRenderer refusals;
    private final String[] methods;

    /**
     * The guard of the current request.
     *
     * @param refusals the shape of the resource's refusals
     * @param methods what other origins may ask for
     */
    public RealmEndpoint(KeycloakSession session, RefusalRenderer refusals, String... methods) {
        this.session = session;
        this.refusals = refusals;
        this.methods = methods.clone();
    }

    /** Answers a browser that asks before it calls from another origin. */
    public Response preflight() {
        return Cors.builder().auth().preflight().allowedMethods(methods).add(Response.ok());
    }

    /** Refuses with 403 where the realm of the path is disabled or the request has come without the TLS that it requires. */
    public RealmModel requireServed() {
        RealmModel realm = session.getContext().getRealm();
        if (!realm.isEnabled()) {
            throw refusals.thrown(Refusal.of(Response.Status.FORBIDDEN, "Realm not enabled"));
        }
        if (lacksTls(session, realm)) {
            throw refusals.thrown(Refusal.of(Response.Status.FORBIDDEN, "HTTPS required"));
        }
        return realm;
    }

    /** Whether a realm requires TLS and the request has come without. */
    public static boolean lacksTls(KeycloakSession session, RealmModel realm) {
        return lacksTls(
                realm,
                session.getContext().getUri().getBaseUri(),
                session.getContext().getConnection());
    }

    /**
     * Whether a realm requires TLS and a request has come without, for those who look from outside of the request's
     * session.
     *
     * @param base the server's address, as the request has it
     * @param connection where the request comes from
     */
    public static boolean lacksTls(RealmModel realm, URI base, ClientConnection connection) {
        return !"https".equals(base.getScheme()) && realm.getSslRequired().isRequired(connection);
    }

    /**
     * The caller by an access token of the path's realm, which is served. Another origin must be one of the token's
     * client.
     */
    public AuthResult requireCaller() {
        return requireCaller(requireServed());
    }

    /** The caller by an access token of a realm that the caller of this method has found to be served. */
    public AuthResult requireCaller(RealmModel realm) {
        AuthResult caller = authenticate(session, realm).orElseThrow(() -> refusals.thrown(Refusal.unauthorized()));
        if (!admitsOrigin(caller.token(), methods)) {
            throw refusals.thrown(Refusal.of(Response.Status.FORBIDDEN, "Invalid origin"));
        }
        return caller;
    }

    /**
     * Whether the origin that the request names, if any, is one of the token's client. The answer then lets the origin read it.
     *
     * @param methods what other origins may ask for
     */
    public static boolean admitsOrigin(AccessToken token, String... methods) {
        try {
            Cors.builder()
                    .auth()
                    .allowedMethods(methods)
                    .checkAllowedOrigins(token)
                    .add();
            return true;
        } catch (ForbiddenException e) {
            return false;
        }
    }

    /**
     * Whether the origin that the request names, if any, is one of a client's. The answer then lets the origin read it.
     *
     * @param client of the realm to which the session is bound; null for one that lists none
     */
    public static boolean admitsOrigin(KeycloakSession session, ClientModel client) {
        try {
            Cors cors = Cors.builder().auth();
            // What was allowed before in the same request holds until something else is said.
            (client == null ? cors.checkAllowedOrigins(NO_ORIGIN) : cors.checkAllowedOrigins(session, client)).add();
            return true;
        } catch (ForbiddenException e) {
            return false;
        }
    }

    /** Lets any origin read the answer: one that tells nothing that the origin is not to know. */
    public static void letAnyOriginRead() {
        Cors.builder().auth().allowAllOrigins().add();
    }

    /**
     * Who presents a valid access token in the one {@code Authorization} header of the request, if anybody.
     *
     * @param realm the realm of the token, to which the session is bound: its keys verify the signature
     */
    public static Optional<AuthResult> authenticate(KeycloakSession session, RealmModel realm) {
        return presentedToken(session).flatMap(token -> authenticate(session, realm, token));
    }

    /**
     * Whom a text stands for as an access token, if it is a valid one: for tokens that come in another place than the header.
     *
     * @param realm the realm of the token, to which the session is bound
     */
    public static Optional<AuthResult> authenticate(KeycloakSession session, RealmModel realm, String token) {
        return SignedToken.isAccessToken(token)
                        && isReadable(session.getContext()
                                .getRequestHeaders()
                                .getHeaderString(OAuth2Constants.DPOP_HTTP_HEADER))
                ? Optional.ofNullable(new AppAuthManager.BearerTokenAuthenticator(session)
                        .setRealm(realm)
                        .setTokenString(token)
                        .authenticate())
                : Optional.empty();
    }

    /** Whether Keycloak can verify the proof that comes with a token, wherever the token is; null where there is none. */
    private static boolean isReadable(String proof) {
        return proof == null || SignedToken.isProof(proof);
    }

    /** What has the form of an access token in the one {@code Authorization} header of the request; not verified. */
    public static Optional<String> presentedToken(KeycloakSession session) {
        HttpHeaders headers = session.getContext().getRequestHeaders();
        try {
            AppAuthManager.AuthHeader header = AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(headers);
            String proof = headers.getHeaderString(OAuth2Constants.DPOP_HTTP_HEADER);
            return header != null && SignedToken.isAccessToken(header.getToken()) && isReadable(proof)
                    ? Optional.of(header.getToken())
                    : Optional.empty();
        } catch (NotAuthorizedException e) {
            return Optional.empty();
        }
    }
}
