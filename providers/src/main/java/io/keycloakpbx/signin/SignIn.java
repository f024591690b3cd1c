package io.keycloakpbx.signin;

import io.keycloakpbx.http.SignInTurn;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.secondfactor.DirectGrantAuthenticator;
import io.keycloakpbx.secondfactor.EmailCode;
import io.keycloakpbx.secondfactor.SessionToken;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.BiFunction;
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
import org.keycloak.models.utils.KeycloakModelUtils;
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
        Grant.Result result = new Grant(session, realm, client, OAuth2Constants.PASSWORD)
                .parameter("username", username)
                .parameter("password", password)
                .parameter(OAuth2Constants.SCOPE, SCOPE)
                .run();
        return answer(
                realm,
                client,
                result,
                () -> KeycloakModelUtils.findUserByNameOrEmail(session, realm, username),
                tokens);
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
        session.getContext().setRealm(realm);
        session.getContext().setClient(client);
        String userId = SessionToken.userId(session, realm, SessionToken.Purpose.SECOND_FACTOR, token, client);
        UserModel user = userId == null ? null : session.users().getUserById(realm, userId);
        String problem = user == null ? Errors.INVALID_TOKEN : lock(realm, user);
        if (problem != null) {
            event(realm, EventType.SEND_VERIFY_EMAIL).user(userId).error(problem);
            return SignInError.signInFailed();
        }
        EmailCode factor = new EmailCode(session, realm, user);
        if (!factor.isRequired()) {
            return Response.ok().build();
        }
        if (!factor.mayBeSent()) {
            return SignInError.tooEarly(factor.resendSeconds());
        }
        SessionToken held = SessionToken.take(session, realm, SessionToken.Purpose.SECOND_FACTOR, token, client);
        if (held == null) {
            return SignInError.signInFailed();
        }
        String code = factor.send(client, held.remainingSeconds());
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
        Grant.Result result = new Grant(session, realm, client, OAuth2Constants.PASSWORD)
                .parameter("session_token", token)
                .parameter("otp", code)
                .parameter(OAuth2Constants.SCOPE, SCOPE)
                .run();
        return answer(
                realm,
                client,
                result,
                () -> {
                    SessionToken presented =
                            session.getAttribute(DirectGrantAuthenticator.PRESENTED_TOKEN, SessionToken.class);
                    return presented == null ? null : session.users().getUserById(realm, presented.userId());
                },
                (made, role) -> made);
    }

    private Response answer(
            RealmModel realm,
            ClientModel client,
            Grant.Result result,
            Supplier<UserModel> user,
            BiFunction<TokensRepresentation, String, Object> tokens) {
        if (result.tokens() != null) {
            UserModel signedIn = session.users().getUserById(realm, result.userId());
            return Response.ok(tokens.apply(
                            TokensRepresentation.of(result.tokens()),
                            signedIn == null ? null : BuiltInRole.of(realm, signedIn)))
                    .build();
        }
        if (result.challenge() != null) {
            return Response.ok(
                            new TwoFactorRepresentation(true, result.challenge().sessionToken()))
                    .build();
        }
        return Grant.ACCOUNT_NOT_SET_UP.equals(result.errorDescription())
                ? pendingActions(realm, client, user.get())
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

    /** The credentials were right: who sent them may know what is missing. */
    private Response pendingActions(RealmModel realm, ClientModel client, UserModel user) {
        List<String> actions = user == null
                ? List.of()
                : user.getRequiredActionsStream().sorted().toList();
        if (actions.contains(RequiredAction.UPDATE_PASSWORD.name())) {
            return SignInError.passwordResetRequired(
                    SessionToken.issue(session, realm, SessionToken.Purpose.PASSWORD_RESET, user, client));
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
        Grant.Result result = new Grant(session, realm, client, OAuth2Constants.REFRESH_TOKEN)
                .parameter(OAuth2Constants.REFRESH_TOKEN, refreshToken)
                .run();
        return result.tokens() == null
                ? SignInError.refreshFailed()
                : Response.ok(TokensRepresentation.of(result.tokens())).build();
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
