package io.keycloakpbx.signin;

import io.keycloakpbx.broker.BrokerSignInException;
import io.keycloakpbx.broker.BrokerSignInProvider;
import io.keycloakpbx.broker.BrokerSignInRequest;
import io.keycloakpbx.http.SignInTurn;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.secondfactor.EmailCodeProvider;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.secondfactor.SessionTokenProvider;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Signs users in through the direct grant of their realm and says the outcome in the contract's words. Answers are
 * returned, never thrown: a thrown one would undo the count of failures and the tokens of the next step.
 */
final class SignIn {

    /** The client of every realm whose direct grant the sign-in API uses. Realms without it have no sign-in API. */
    static final String CLIENT_ID = "pbx-rest";

    static final String SCOPE = "openid";

    private final KeycloakSession session;
    private final TenantSelection tenants;

    SignIn(KeycloakSession session) {
        this.session = session;
        this.tenants = new TenantSelection(session);
    }

    /**
     * Signs in with a password.
     *
     * @param tokens makes the answer of the tokens and the user's PBX role
     */
    Response withPassword(
            String username, String password, String domain, BiFunction<TokensRepresentation, String, Object> tokens) {
        RealmModel realm = tenants.ofDomain(domain);
        return guarded(realm, EventType.LOGIN, () -> {
            SignInTurn.take(domain, username).endWith(session);
            return withPassword(realm, username, password, domain, tokens);
        });
    }

    /** Sign-ins to no realm at all count for the base URL's. */
    private Response guarded(RealmModel realm, EventType type, Supplier<Response> operation) {
        return new AddressGuard(session).guard(realm == null ? tenants.base() : realm, type, operation);
    }

    private Response withPassword(
            RealmModel realm,
            String username,
            String password,
            String domain,
            BiFunction<TokensRepresentation, String, Object> tokens) {
        ClientModel client = client(realm);
        if (client == null) {
            // The answer must come after the time that a password takes, or the clock tells which domains there are.
            RealmModel logged = realm == null ? tenants.base() : realm;
            hashNothing(logged);
            event(logged, EventType.LOGIN)
                    .detail(Details.USERNAME, username)
                    .detail("sip_domain", domain)
                    .error(realm == null ? "unknown_sip_domain" : reason(realm));
            return SignInError.signInFailed();
        }
        Grant.Outcome outcome = new Grant(session, realm, client, OAuth2Constants.PASSWORD)
                .parameter("username", username)
                .parameter("password", password)
                .parameter(OAuth2Constants.SCOPE, SCOPE)
                .run();
        return answer(realm, client, outcome, tokens);
    }

    /**
     * Mails the code of the second factor. Nothing is sent to a user of an authenticator app, whose code is the second
     * factor already.
     */
    Response sendCode(String token) {
        RealmModel realm = tenants.ofId(SessionToken.realmId(token));
        return guarded(realm, EventType.SEND_VERIFY_EMAIL, () -> sendCode(realm, token));
    }

    private Response sendCode(RealmModel realm, String token) {
        ClientModel client = client(realm);
        if (client == null) {
            return SignInError.signInFailed();
        }
        return ContextRealm.call(session, realm, () -> sendCode(realm, client, token));
    }

    private Response sendCode(RealmModel realm, ClientModel client, String token) {
        SessionTokenProvider tokens = SessionTokenProvider.of(session);
        String userId = tokens.userId(realm, SessionToken.Purpose.SECOND_FACTOR, token, client);
        UserModel user = userId == null ? null : session.users().getUserById(realm, userId);
        String problem = user == null ? Errors.INVALID_TOKEN : lock(realm, user);
        if (problem != null) {
            event(realm, EventType.SEND_VERIFY_EMAIL).user(userId).error(problem);
            return SignInError.signInFailed();
        }
        EmailCodeProvider codes = EmailCodeProvider.of(session);
        if (!codes.isRequired(realm, user)) {
            return Response.ok().build();
        }
        int wait = codes.claim(realm, user);
        if (wait > 0) {
            return SignInError.tooEarly(wait);
        }
        SessionToken held = tokens.take(realm, SessionToken.Purpose.SECOND_FACTOR, token, client);
        if (held == null) {
            return SignInError.signInFailed();
        }
        String code = codes.send(realm, user, client, held.remainingSeconds());
        held.giveBackWithCode(code);
        return code == null ? SignInError.codeNotSent() : Response.ok().build();
    }

    /** Why the user may not go on now, or null. */
    private String lock(RealmModel realm, UserModel user) {
        return user.isEnabled()
                ? AuthenticatorUtils.getDisabledByBruteForceEventError(
                        session.getProvider(BruteForceProtector.class), session, realm, user)
                : Errors.USER_DISABLED;
    }

    /** Finishes a sign-in with the code of the second factor. */
    Response withCode(String token, String code) {
        RealmModel realm = tenants.ofId(SessionToken.realmId(token));
        return guarded(realm, EventType.LOGIN, () -> withCode(realm, token, code));
    }

    private Response withCode(RealmModel realm, String token, String code) {
        ClientModel client = client(realm);
        if (client == null) {
            return SignInError.signInFailed();
        }
        Grant.Outcome outcome = new Grant(session, realm, client, OAuth2Constants.PASSWORD)
                .parameter("session_token", token)
                .parameter("otp", code)
                .parameter(OAuth2Constants.SCOPE, SCOPE)
                .run();
        return answer(realm, client, outcome, (made, role) -> made);
    }

    private Response answer(
            RealmModel realm,
            ClientModel client,
            Grant.Outcome outcome,
            BiFunction<TokensRepresentation, String, Object> tokens) {
        if (outcome instanceof Grant.Tokens made) {
            UserModel user = session.users().getUserById(realm, made.userId());
            return Response.ok(tokens.apply(
                            TokensRepresentation.of(made.response()),
                            user == null ? null : BuiltInRole.of(realm, user)))
                    .build();
        }
        if (outcome instanceof Grant.Answered answered
                && answered.entity() instanceof SecondFactorChallenge challenge) {
            return Response.ok(new TwoFactorRepresentation(true, challenge.sessionToken()))
                    .build();
        }
        return outcome instanceof Grant.Pending pending
                ? pendingActions(realm, client, pending.user())
                : SignInError.signInFailed();
    }

    /**
     * Takes a request for a link with which to choose a new password. Unknown users get the same answer. An unknown
     * domain is answered as one where nobody has registered the address.
     */
    Response forgottenPassword(String username, String domain, String callbackUrl) {
        RealmModel realm = tenants.ofDomain(domain);
        if (client(realm) == null) {
            // Nobody to mail to, and nothing to hold the address against.
            return Response.ok().build();
        }
        ClientModel client = CallbackUrl.client(realm, callbackUrl);
        if (client == null) {
            return SignInError.unregisteredCallback();
        }
        ForgottenPassword.request(session, realm, client, username, callbackUrl);
        return Response.ok().build();
    }

    /**
     * Begins a sign-in with an identity provider of the tenant. Without a callback address it is the only one that the
     * sign-in client has registered.
     *
     * @param answer for the address to open
     */
    Response withProvider(
            String alias,
            String domain,
            String callbackUrl,
            String state,
            String codeChallenge,
            Function<URI, Response> answer) {
        RealmModel realm = tenants.ofDomain(domain);
        String callback = callbackUrl == null ? CallbackUrl.only(realm) : callbackUrl;
        ClientModel client = tenants.serves(realm) && callback != null ? CallbackUrl.client(realm, callback) : null;
        // An unknown or suspended tenant has registered nothing.
        if (client == null || !client.isStandardFlowEnabled()) {
            return SignInError.unregisteredCallback();
        }
        try {
            return answer.apply(BrokerSignInProvider.of(session)
                    .begin(realm, client, new BrokerSignInRequest(alias, callback, SCOPE, state, codeChallenge)));
        } catch (BrokerSignInException e) {
            return SignInError.invalidField(e.field(), e.getMessage());
        }
    }

    /** The credentials were right: who sent them may know what is missing. */
    private Response pendingActions(RealmModel realm, ClientModel client, UserModel user) {
        List<String> actions = user.getRequiredActionsStream().sorted().toList();
        if (actions.contains(RequiredAction.UPDATE_PASSWORD.name())) {
            return SignInError.passwordResetRequired(
                    SessionTokenProvider.of(session).issue(realm, SessionToken.Purpose.PASSWORD_RESET, user, client));
        }
        // Nothing that the user could do: the user name breaks the PBX rules.
        return actions.isEmpty() ? SignInError.signInFailed() : SignInError.actionRequired(actions);
    }

    /** Exchanges a refresh token for new tokens; the old one is used up. */
    Response refresh(String refreshToken) {
        RealmModel realm = tenants.ofToken(refreshToken);
        ClientModel client = client(realm);
        if (client == null) {
            return SignInError.refreshFailed();
        }
        return new Grant(session, realm, client, OAuth2Constants.REFRESH_TOKEN)
                                .parameter(OAuth2Constants.REFRESH_TOKEN, refreshToken)
                                .run()
                        instanceof Grant.Tokens tokens
                ? Response.ok(TokensRepresentation.of(tokens.response())).build()
                : SignInError.refreshFailed();
    }

    /** The client to sign in with; null where nobody can sign in to the realm here. */
    private ClientModel client(RealmModel realm) {
        ClientModel client = tenants.serves(realm) ? realm.getClientByClientId(CLIENT_ID) : null;
        if (client == null || !client.isEnabled() || !client.isDirectAccessGrantsEnabled()) {
            // Another origin is refused as by a client that allows none, or its answer tells which domains there are.
            Cors.builder().auth().checkAllowedOrigins(session, null);
            return null;
        }
        return client;
    }

    private String reason(RealmModel realm) {
        if (!realm.isEnabled()) {
            return Errors.REALM_DISABLED;
        }
        return tenants.lacksTls(realm) ? Errors.SSL_REQUIRED : Errors.CLIENT_NOT_FOUND;
    }

    private EventBuilder event(RealmModel realm, EventType type) {
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .event(type)
                .client(CLIENT_ID);
    }

    /** As long as the verification of a password takes in the realm. */
    private void hashNothing(RealmModel realm) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        PasswordHashProvider hash = policy == null || policy.getHashAlgorithm() == null
                ? session.getProvider(PasswordHashProvider.class)
                : session.getProvider(PasswordHashProvider.class, policy.getHashAlgorithm());
        hash.encodedCredential("no password has this value", policy == null ? -1 : policy.getHashIterations());
    }
}
