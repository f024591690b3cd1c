package io.keycloakpbx.signin;

import io.keycloakpbx.broker.BrokerSignInException;
import io.keycloakpbx.broker.BrokerSignInProvider;
import io.keycloakpbx.broker.BrokerSignInRequest;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.secondfactor.EmailCodeProvider;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.secondfactor.SessionTokenProvider;
import io.keycloakpbx.telemetry.SignInTimer;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.ForbiddenException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * The way of a sign-in: the tenant, the user's turn, the direct grant flow of the realm, its outcome. Outcomes are
 * returned, never thrown: an exception would undo the count of failures and the tokens of the next step.
 */
@ReliesOn("org.keycloak.authentication.authenticators.util.AuthenticatorUtils:"
        + " whether brute-force detection keeps a user out")
final class SignIn {

    /** The client of every realm whose direct grant the sign-in API uses. Realms without it have no sign-in API. */
    static final String CLIENT_ID = "pbx-rest";

    static final String SCOPE = "openid";

    private static final SignInTimer WITH_PASSWORD = new SignInTimer("sign-in");
    private static final SignInTimer WITH_CODE = new SignInTimer("code");

    private static final SignInOutcome FAILED = new SignInOutcome.Failed();
    private static final SignInOutcome DONE = new SignInOutcome.Done();

    private final KeycloakSession session;
    private final TenantSelection tenants;
    private final PasswordWay way;

    SignIn(KeycloakSession session) {
        this.session = session;
        this.tenants = new TenantSelection(session);
        this.way = new PasswordWay(session, tenants, Map.of());
    }

    /** Signs in with a password. */
    SignInOutcome withPassword(String username, String password, RequestedDomain domain) {
        return WITH_PASSWORD.time(() -> byPassword(username, password, domain), SignInOutcome::measured);
    }

    private SignInOutcome byPassword(String username, String password, RequestedDomain domain) {
        Destination destination = destination(domain);
        PasswordOutcome outcome = way(destination)
                .go(
                        destination.realm(),
                        domain,
                        way.usable(destination.realm(), destination.client()),
                        CLIENT_ID,
                        username,
                        password,
                        () -> true);
        if (outcome instanceof PasswordOutcome.Tried tried) {
            return outcome(tried.realm(), tried.client(), tried.outcome());
        }
        return outcome instanceof PasswordOutcome.Blocked blocked ? denied(blocked.address()) : FAILED;
    }

    private static SignInOutcome denied(AddressBlocked blocked) {
        return new SignInOutcome.Denied(blocked.address(), blocked.until());
    }

    /** Finishes a sign-in with the code of the second factor. */
    SignInOutcome withCode(String token, String code) {
        return WITH_CODE.time(() -> byCode(token, code), SignInOutcome::measured);
    }

    private SignInOutcome byCode(String token, String code) {
        RealmModel realm = tenants.ofId(SessionToken.realmId(token));
        Optional<ClientModel> client = client(realm);
        return guarded(realm, EventType.LOGIN, () -> {
            if (client.isEmpty()) {
                return FAILED;
            }
            // Not while the password that came before is still being noted.
            String userId = SessionTokenProvider.of(session)
                    .userId(realm, SessionToken.Purpose.SECOND_FACTOR, token, client.get());
            UserModel user = userId == null ? null : session.users().getUserById(realm, userId);
            if (user != null) {
                SignInTurn.Key.all(realm, user).forEach(way::takeTurn);
            }
            Grant grant = way.grant(realm, client.get())
                    .parameter("session_token", token)
                    .parameter("otp", code);
            return outcome(realm, client.get(), grant.run());
        });
    }

    /** Password, second factor and required actions are steps of the realm's flow. */
    private SignInOutcome outcome(RealmModel realm, ClientModel client, Grant.Outcome outcome) {
        if (outcome instanceof Grant.Tokens made) {
            UserModel user = session.users().getUserById(realm, made.userId());
            return new SignInOutcome.SignedIn(
                    TokensRepresentation.of(made.response()), user == null ? null : BuiltInRole.of(realm, user));
        }
        if (outcome instanceof Grant.Answered answered
                && answered.entity() instanceof SecondFactorChallenge challenge) {
            return new SignInOutcome.SecondFactorDue(challenge.sessionToken());
        }
        if (outcome instanceof Grant.Answered answered && answered.entity() instanceof AddressBlocked blocked) {
            return denied(blocked);
        }
        return outcome instanceof Grant.Pending pending ? pendingActions(realm, client, pending.user()) : FAILED;
    }

    /** The credentials were right: who sent them may know what is missing. */
    private SignInOutcome pendingActions(RealmModel realm, ClientModel client, UserModel user) {
        List<String> actions = user.getRequiredActionsStream().sorted().toList();
        if (actions.contains(RequiredAction.UPDATE_PASSWORD.name())) {
            return new SignInOutcome.ResetDue(
                    SessionTokenProvider.of(session).issue(realm, SessionToken.Purpose.PASSWORD_RESET, user, client));
        }
        // Nothing that the user could do: the user name breaks the PBX rules.
        return actions.isEmpty() ? FAILED : new SignInOutcome.ActionsDue(actions);
    }

    /** Exchanges a refresh token for new tokens; the old one is used up. Empty where it is no longer good. */
    Optional<TokensRepresentation> refresh(String refreshToken) {
        RealmModel realm = tenants.ofToken(refreshToken);
        return client(realm)
                .map(client -> new Grant(session, realm, client, OAuth2Constants.REFRESH_TOKEN)
                        .parameter(OAuth2Constants.REFRESH_TOKEN, refreshToken)
                        .run())
                .filter(Grant.Tokens.class::isInstance)
                .map(made -> TokensRepresentation.of(((Grant.Tokens) made).response()));
    }

    /**
     * Mails the code of the second factor. Nothing is sent to a user of an authenticator app, whose code is the second
     * factor already.
     */
    SignInOutcome sendCode(String token) {
        RealmModel realm = tenants.ofId(SessionToken.realmId(token));
        Optional<ClientModel> client = client(realm);
        return guarded(
                realm,
                EventType.SEND_VERIFY_EMAIL,
                () -> client.isEmpty()
                        ? FAILED
                        : inRealm(realm, client.get(), () -> sendCode(realm, client.get(), token)));
    }

    private SignInOutcome sendCode(RealmModel realm, ClientModel client, String token) {
        SessionTokenProvider tokens = SessionTokenProvider.of(session);
        String userId = tokens.userId(realm, SessionToken.Purpose.SECOND_FACTOR, token, client);
        UserModel user = userId == null ? null : session.users().getUserById(realm, userId);
        if (user == null) {
            event(realm, EventType.SEND_VERIFY_EMAIL).error(Errors.INVALID_TOKEN);
            return FAILED;
        }
        String problem = lock(realm, user);
        if (problem != null) {
            event(realm, EventType.SEND_VERIFY_EMAIL)
                    .user(user)
                    .detail(Details.USERNAME, user.getUsername())
                    .error(problem);
            return FAILED;
        }
        EmailCodeProvider codes = EmailCodeProvider.of(session);
        if (!codes.isRequired(realm, user)) {
            return DONE;
        }
        int wait = codes.claim(realm, user);
        if (wait > 0) {
            return new SignInOutcome.TooEarly(wait);
        }
        SessionToken held = tokens.take(realm, SessionToken.Purpose.SECOND_FACTOR, token, client);
        if (held == null) {
            return FAILED;
        }
        if (!codes.send(realm, user, client, held.remainingSeconds(), held::giveBackWithCode)) {
            held.giveBackWithoutCode();
            return new SignInOutcome.CodeNotSent();
        }
        return DONE;
    }

    /** Why the user may not go on now, or null. */
    private String lock(RealmModel realm, UserModel user) {
        return user.isEnabled()
                ? AuthenticatorUtils.getDisabledByBruteForceEventError(
                        session.getProvider(BruteForceProtector.class), session, realm, user)
                : Errors.USER_DISABLED;
    }

    /** Sets a new password for the holder of a password reset token. */
    SignInOutcome withNewPassword(String token, String newPassword) {
        RealmModel realm = tenants.ofId(SessionToken.realmId(token));
        Optional<ClientModel> client = client(realm);
        return guarded(
                realm,
                EventType.UPDATE_CREDENTIAL,
                () -> client.isEmpty()
                        ? FAILED
                        : inRealm(realm, client.get(), () -> new PasswordReset(session, realm, client.get())
                                .reset(token, newPassword)));
    }

    /**
     * Takes a request for a link with which to choose a new password. The answer is the same whether or not there are such
     * a domain, such a user, and such a callback address among the registered ones: only the event tells.
     */
    SignInOutcome forgottenPassword(String username, RequestedDomain domain, String callbackUrl) {
        Destination destination = destination(domain);
        RealmModel realm = destination.realm();
        Optional<ClientModel> client = way.usable(realm, destination.client());
        if (!CallbackUrl.isSafe(callbackUrl)) {
            return new SignInOutcome.Invalid(CallbackUrl.FIELD, CallbackUrl.RULE);
        }
        if (client.isEmpty()) {
            way(destination).tellNowhere(EventType.SEND_RESET_PASSWORD, realm, domain, CLIENT_ID, username);
            return DONE;
        }
        return inRealm(realm, client.get(), () -> {
            ClientModel app = CallbackUrl.client(realm, callbackUrl);
            if (app == null) {
                event(realm, EventType.SEND_RESET_PASSWORD)
                        .detail(Details.USERNAME, username)
                        .detail(Details.REDIRECT_URI, callbackUrl)
                        .error(Errors.INVALID_REDIRECT_URI);
            } else {
                ForgottenPassword.request(session, realm, app, username, callbackUrl);
            }
            return DONE;
        });
    }

    /**
     * Begins a sign-in with an identity provider of the tenant. Without a callback address it is the only one that the
     * sign-in client has registered. An unknown or suspended tenant has registered nothing.
     *
     * @return the address to open
     * @throws BrokerSignInException if the tenant does not allow it
     */
    URI withProvider(String alias, RequestedDomain domain, String callbackUrl, String state, String codeChallenge)
            throws BrokerSignInException {
        RealmModel realm = destination(domain).realm();
        boolean served = tenants.serves(realm);
        String callback = callbackUrl == null && served ? CallbackUrl.only(realm) : callbackUrl;
        ClientModel client = served && callback != null ? CallbackUrl.client(realm, callback) : null;
        if (client == null || !client.isStandardFlowEnabled()) {
            throw new BrokerSignInException(CallbackUrl.FIELD, CallbackUrl.RULE);
        }
        return BrokerSignInProvider.of(session)
                .begin(realm, client, new BrokerSignInRequest(alias, callback, SCOPE, state, codeChallenge));
    }

    /** Where a request leads that may name a domain. */
    private Destination destination(RequestedDomain domain) {
        return Destination.of(session, tenants, tenants.of(domain), !domain.isAbsent(), SignIn::ofApi)
                .orElseThrow(ForbiddenException::new);
    }

    private PasswordWay way(Destination destination) {
        return new PasswordWay(session, tenants, destination.details());
    }

    private static Optional<ClientModel> ofApi(RealmModel realm) {
        return Optional.ofNullable(realm.getClientByClientId(CLIENT_ID));
    }

    /** The client to go on with in the realm of a token; empty where nobody can sign in to the realm here. */
    private Optional<ClientModel> client(RealmModel realm) {
        Optional<ClientModel> usable = way.usable(realm, realm == null ? Optional.empty() : ofApi(realm));
        if (usable.isEmpty() && !RealmEndpoint.admitsOrigin(session, null)) {
            // As by a client that allows none.
            throw new ForbiddenException();
        }
        return usable;
    }

    /** Works in a realm for a request that may come from a web origin of the client, and from no other. */
    private SignInOutcome inRealm(RealmModel realm, ClientModel client, Supplier<SignInOutcome> work) {
        return ContextRealm.call(session, realm, () -> {
            session.getContext().setClient(client);
            Cors.builder().auth().checkAllowedOrigins(session, client).add();
            return work.get();
        });
    }

    private SignInOutcome guarded(RealmModel realm, EventType type, Supplier<SignInOutcome> step) {
        return new AddressGuard(session, CLIENT_ID, Map.of())
                .guard(realm == null ? tenants.base() : realm, null, null, type, SignIn::denied, step);
    }

    private EventBuilder event(RealmModel realm, EventType type) {
        return TenantEvent.of(session, realm, type).client(CLIENT_ID);
    }
}
