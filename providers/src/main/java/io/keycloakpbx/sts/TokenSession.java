package io.keycloakpbx.sts;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.keycloak.UserLock;
import io.keycloakpbx.restriction.SignInRestrictionProvider;
import io.keycloakpbx.securitydata.RelyingParty;
import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.tenant.TenantEvent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.SessionExpirationUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * The session of Keycloak's that a security token stands for, valid now. Who has a token is said by the session, never by the
 * token.
 */
@ReliesOn({
    "org.keycloak.services.managers.AuthenticationManager: whether sessions are over",
    "org.keycloak.protocol.oidc.TokenManager: access tokens, as the token endpoint makes them",
    "org.keycloak.services.util.DefaultClientSessionContext: the scopes of a session, from which an access token is"
            + " made"
})
final class TokenSession {

    /** The client's attribute that says how long its tokens live at most, in seconds. */
    static final String LIFESPAN = "pbx.tokenLifespan";

    private static final int DEFAULT_LIFESPAN = (int) TimeUnit.HOURS.toSeconds(8);

    /** The note of a session with the name of who acts for the user. */
    private static final String ACTOR = "pbx.actor";

    /** The note of a session with the realm and the session of who acts for the user. */
    private static final String ACTOR_SESSION = "pbx.actor.session";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RelyingParty party;
    private final UserSessionModel userSession;
    private final AuthenticatedClientSessionModel clientSession;
    private final UserSessionModel actorSession;

    private TokenSession(
            KeycloakSession session,
            RealmModel realm,
            RelyingParty party,
            UserSessionModel userSession,
            UserSessionModel actorSession) {
        this.session = session;
        this.realm = realm;
        this.party = party;
        this.userSession = userSession;
        this.clientSession = clientSession(party, userSession);
        this.actorSession = actorSession;
    }

    private static AuthenticatedClientSessionModel clientSession(RelyingParty party, UserSessionModel userSession) {
        return userSession.getAuthenticatedClientSessionByClient(party.client().getId());
    }

    /**
     * The session, if all of it is valid: user session and client session, which last a second yet, enabled user and client,
     * not-before of realm, client and user, lock, sign-in restrictions, the list of addresses. Where somebody acts for the user, the
     * same of that one.
     *
     * @param party what the token is for, as the realm has it now
     * @param issued when the token was issued, in seconds since 1970
     * @param address where the token is used; null where that is not known, as for who asks whether it is good: then it is taken to be
     *     where the user has signed in
     */
    static Optional<TokenSession> find(
            KeycloakSession session,
            RealmModel realm,
            RelyingParty party,
            String sessionId,
            int issued,
            String address) {
        return ContextRealm.call(session, realm, () -> {
            UserSessionModel userSession = userSession(session, realm, sessionId);
            return isValid(session, realm, userSession)
                            && isOf(party, realm, userSession)
                            && wasIssuedSince(issued, session, party, userSession)
                            && admitsAddress(session, userSession, address)
                    ? withActor(session, party, userSession, issued, address).filter(found -> found.lifespan(0) > 0)
                    : Optional.empty();
        });
    }

    /** The same for a token that was issued when the session began, as all of its kind are, and is used where the request comes from. */
    static Optional<TokenSession> find(
            KeycloakSession session, RealmModel realm, RelyingParty party, String sessionId) {
        UserSessionModel userSession = userSession(session, realm, sessionId);
        return userSession == null
                ? Optional.empty()
                : find(
                        session,
                        realm,
                        party,
                        sessionId,
                        userSession.getStarted(),
                        session.getContext().getConnection().getRemoteHost());
    }

    private static UserSessionModel userSession(KeycloakSession session, RealmModel realm, String id) {
        return session.sessions().getUserSession(realm, StorableText.id(id));
    }

    /** As Keycloak has it for its own tokens: a clock may be a second behind. */
    private static boolean wasIssuedSince(
            int issued, KeycloakSession session, RelyingParty party, UserSessionModel userSession) {
        return wasIssuedSince(issued, session, userSession)
                && issued >= party.client().getNotBefore()
                && issued + 1 >= userSession.getStarted()
                && issued + 1 >= clientSession(party, userSession).getStarted();
    }

    private static boolean wasIssuedSince(int issued, KeycloakSession session, UserSessionModel userSession) {
        return issued >= userSession.getRealm().getNotBefore()
                && issued >= session.users().getNotBeforeOfUser(userSession.getRealm(), userSession.getUser());
    }

    private static boolean admitsAddress(KeycloakSession session, UserSessionModel userSession, String address) {
        UserModel user = userSession.getUser();
        String from = address == null ? userSession.getIpAddress() : address;
        return SignInRestrictionProvider.of(session).restriction(user).admits(userSession.getIpAddress(), from)
                && RelyingPartyProvider.of(session).admitsAddress(userSession.getRealm(), user, from);
    }

    private static boolean isValid(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        return realm.isEnabled()
                && AuthenticationManager.isSessionValid(realm, userSession)
                && userSession.getUser() != null
                && userSession.getUser().isEnabled()
                && !UserLock.isLocked(session, realm, userSession.getUser());
    }

    private static boolean isOf(RelyingParty party, RealmModel realm, UserSessionModel userSession) {
        return party.client().isEnabled()
                && AuthenticationManager.isClientSessionValid(
                        realm, party.client(), userSession, clientSession(party, userSession));
    }

    private static Optional<TokenSession> withActor(
            KeycloakSession session, RelyingParty party, UserSessionModel userSession, int issued, String address) {
        RealmModel realm = userSession.getRealm();
        String note = userSession.getNote(ACTOR_SESSION);
        if (note == null) {
            return Optional.of(new TokenSession(session, realm, party, userSession, null));
        }
        int slash = note.indexOf('/');
        RealmModel actors = session.realms().getRealm(note.substring(0, slash));
        if (actors == null) {
            return Optional.empty();
        }
        return ContextRealm.call(session, actors, () -> {
            UserSessionModel actor = userSession(session, actors, note.substring(slash + 1));
            return isValid(session, actors, actor)
                            && wasIssuedSince(issued, session, actor)
                            && admitsAddress(session, actor, address)
                    ? Optional.of(new TokenSession(session, realm, party, userSession, actor))
                    : Optional.empty();
        });
    }

    RealmModel realm() {
        return realm;
    }

    RelyingParty party() {
        return party;
    }

    UserModel user() {
        return userSession.getUser();
    }

    /** Whether the user is in the environment now, without which there would be no token. */
    boolean isAdmitted() {
        return RelyingPartyProvider.of(session).admits(realm, party, user());
    }

    UserSessionModel userSession() {
        return userSession;
    }

    /** The address of the realm by which the session's tokens name it. */
    String issuer() {
        return clientSession.getNote(OIDCLoginProtocol.ISSUER);
    }

    /** Whose the session is: the name of the realm, a backslash, the user name. */
    String username() {
        return realm.getName() + '\\' + user().getUsername();
    }

    /** Who signed in for the user ({@code actAs}), the name of the realm, a backslash, the user name; null where nobody did. */
    String actor() {
        return userSession.getNote(ACTOR);
    }

    /** The same session, for which that of another one acts from now on. */
    TokenSession actedFor(TokenSession actor) {
        userSession.setNote(ACTOR, actor.username());
        userSession.setNote(ACTOR_SESSION, actor.realm.getId() + '/' + actor.userSession.getId());
        return new TokenSession(session, realm, party, userSession, actor.userSession);
    }

    /**
     * How long a token may live that is issued now: no longer than asked for, than the client says
     * ({@code pbx.tokenLifespan}, 28,800 seconds by default), than idle and maximum of the sessions leave.
     *
     * @param requested in seconds, 0 for as long as possible
     */
    int lifespan(int requested) {
        long now = Time.currentTimeMillis();
        long sessions = LongStream.of(
                        idle(userSession),
                        max(userSession),
                        SessionExpirationUtils.calculateClientSessionIdleTimestamp(
                                false,
                                userSession.isRememberMe(),
                                millis(clientSession.getTimestamp()),
                                realm,
                                client()),
                        SessionExpirationUtils.calculateClientSessionMaxLifespanTimestamp(
                                false,
                                userSession.isRememberMe(),
                                millis(clientSession.getStarted()),
                                millis(userSession.getStarted()),
                                realm,
                                client()),
                        actorSession == null ? Long.MAX_VALUE : idle(actorSession),
                        actorSession == null ? Long.MAX_VALUE : max(actorSession))
                .filter(end -> end > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        long left = TimeUnit.MILLISECONDS.toSeconds(sessions - now);
        long wanted = requested > 0 ? requested : Integer.MAX_VALUE;
        return (int) Math.max(
                0, LongStream.of(left, wanted, lifespanOfClient()).min().getAsLong());
    }

    private static long idle(UserSessionModel of) {
        return SessionExpirationUtils.calculateUserSessionIdleTimestamp(
                false, of.isRememberMe(), millis(of.getLastSessionRefresh()), of.getRealm());
    }

    private static long max(UserSessionModel of) {
        return SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(
                false, of.isRememberMe(), millis(of.getStarted()), of.getRealm());
    }

    private static long millis(int seconds) {
        return TimeUnit.SECONDS.toMillis(seconds);
    }

    private int lifespanOfClient() {
        String text = client().getAttribute(LIFESPAN);
        try {
            int seconds = text == null || text.isBlank() ? DEFAULT_LIFESPAN : Integer.parseInt(text.strip());
            return seconds > 0 ? seconds : DEFAULT_LIFESPAN;
        } catch (NumberFormatException e) {
            return DEFAULT_LIFESPAN;
        }
    }

    private ClientModel client() {
        return party.client();
    }

    /**
     * An access token of the client's, as the token endpoint makes it, which lives at most so many seconds. Where somebody acts
     * for the user, it says who ({@code act} of RFC 8693).
     */
    String accessToken(int seconds) {
        return ContextRealm.call(session, realm, () -> claims(seconds).build().getToken());
    }

    /**
     * The same for this server alone, which nobody is given: signed with the secret that the realm keeps to itself, which is far less
     * work than a signature that others verify.
     */
    String ownAccessToken(int seconds) {
        return ContextRealm.call(session, realm, () -> new JWSBuilder()
                .type("JWT")
                .jsonContent(claims(seconds).getAccessToken())
                .sign(session.getProvider(SignatureProvider.class, Constants.INTERNAL_SIGNATURE_ALGORITHM)
                        .signer()));
    }

    private TokenManager.AccessTokenResponseBuilder claims(int seconds) {
        session.getContext().setClient(client());
        ClientSessionContext context =
                DefaultClientSessionContext.fromClientSessionScopeParameter(clientSession, session);
        context.setAttribute(Constants.GRANT_TYPE, OAuth2Constants.PASSWORD);
        // Not sent: the session has had its event.
        EventBuilder event =
                new EventBuilder(realm, session, session.getContext().getConnection());
        TokenManager.AccessTokenResponseBuilder response = new TokenManager()
                .responseBuilder(realm, client(), event, session, userSession, context)
                .generateAccessToken();
        AccessToken token = response.getAccessToken();
        token.exp(Math.min(token.getExp(), (long) Time.currentTime() + seconds));
        if (actorSession != null) {
            token.setOtherClaims("act", Map.of("sub", actorSession.getUser().getId()));
        }
        return response;
    }

    /** Notes that the session is used, as a refresh does, with its event. */
    void refresh() {
        int now = Time.currentTime();
        userSession.setLastSessionRefresh(now);
        clientSession.setTimestamp(now);
        if (actorSession != null) {
            actorSession.setLastSessionRefresh(now);
        }
        event(EventType.REFRESH_TOKEN).success();
    }

    /** Ends the session, as a sign-out does, with its event; apps are told after the commit. */
    void end() {
        ContextRealm.run(session, realm, () -> {
            EventBuilder event = event(EventType.LOGOUT);
            SignOut.from(session, userSession);
            event.success();
        });
        if (actorSession != null) {
            end(session, actorSession, null);
        }
    }

    /** Ends a session that no token stands for. */
    static void end(KeycloakSession session, UserSessionModel userSession, ClientModel client) {
        RealmModel realm = userSession.getRealm();
        ContextRealm.run(session, realm, () -> {
            EventBuilder event = event(session, realm, userSession, client, EventType.LOGOUT);
            SignOut.from(session, userSession);
            event.success();
        });
    }

    private EventBuilder event(EventType type) {
        return event(session, realm, userSession, client(), type);
    }

    private static EventBuilder event(
            KeycloakSession session,
            RealmModel realm,
            UserSessionModel userSession,
            ClientModel client,
            EventType type) {
        EventBuilder event = TenantEvent.of(session, realm, type)
                .user(userSession.getUser())
                .session(userSession)
                .detail(Details.USERNAME, userSession.getUser().getUsername());
        return client == null ? event : event.client(client);
    }
}
