package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.Tenant;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The end of every sign-in, whatever flow it has passed: by a password, a passkey, a key, an identity provider, or the
 * cookie of a session. A required action is the one step that Keycloak evaluates in all of them. Nobody can complete it;
 * it is gone when the user comes from an address that is allowed, at a time that is.
 */
@ReliesOn({
    "org.keycloak.services.managers.AuthenticationManager: evaluates required actions in every sign-in, and passes those by that"
            + " do not support kc_action; the note of a sign-in by cookie, and the cookie",
    "org.keycloak.authentication.AuthenticationProcessor: the notes of the identity provider's session",
    "org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory: the step of the cookie",
    "org.keycloak.authentication.authenticators.util.AuthenticatorUtils: the steps that a sign-in has passed"
})
public final class SignInRestrictionAction
        implements RequiredActionProvider, RequiredActionFactory, PlainProviderFactory<RequiredActionProvider> {

    static final String ID = "pbx-sign-in-restriction";

    /** An action that does not support it counts as done for a sign-in which an app begins with {@code kc_action}. */
    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        if (refusal(context) != null) {
            signIn.addRequiredAction(ID);
            return;
        }
        signIn.removeRequiredAction(ID);
        if (restriction(context).sessionAddressLock() && !isByCookie(context)) {
            beginAnew(context);
        }
    }

    /** Whoever signs in again in the same browser begins the session again, here: apps sign in once more. */
    private static void beginAnew(RequiredActionContext context) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        RealmModel realm = context.getRealm();
        String id = signIn.getParentSession().getId();
        UserSessionProvider sessions = context.getSession().sessions();
        UserSessionModel online = sessions.getUserSession(realm, id);
        if (isMoved(context, online)) {
            online.restartSession(
                    realm,
                    context.getUser(),
                    context.getUser().getUsername(),
                    address(context),
                    signIn.getProtocol(),
                    Boolean.parseBoolean(signIn.getAuthNote(Details.REMEMBER_ME)),
                    signIn.getAuthNote(AuthenticationProcessor.BROKER_SESSION_ID),
                    signIn.getAuthNote(AuthenticationProcessor.BROKER_USER_ID));
        }
        // Keycloak would go on with it, at its first address.
        UserSessionModel offline = sessions.getOfflineUserSession(realm, id);
        if (isMoved(context, offline)) {
            sessions.removeOfflineUserSession(realm, offline);
        }
    }

    /** Whether a session that the user has begun in this browser before is one of another address. */
    private static boolean isMoved(RequiredActionContext context, UserSessionModel earlier) {
        UserModel user = earlier == null ? null : earlier.getUser();
        return user != null
                && user.getId().equals(context.getUser().getId())
                && restriction(context).refusal(earlier.getIpAddress(), address(context)) != null;
    }

    /** Why the sign-in ends here, or null. */
    private static SessionRefusal refusal(RequiredActionContext context) {
        SignInRestriction restriction = restriction(context);
        if (restriction.isNone()) {
            return null;
        }
        SessionRefusal refusal = restriction.whyNot(address(context));
        if (refusal != null || !restriction.sessionAddressLock() || !isByCookie(context)) {
            return refusal;
        }
        AuthResult byCookie =
                AuthenticationManager.authenticateIdentityCookie(context.getSession(), context.getRealm(), true);
        return byCookie == null
                ? SessionRefusal.SESSION_ADDRESS_CHANGED
                : restriction.refusal(byCookie.session().getIpAddress(), address(context));
    }

    private static SignInRestriction restriction(RequiredActionContext context) {
        return Tenant.is(context.getRealm())
                ? SignInRestrictionProvider.of(context.getSession()).restriction(context.getUser())
                : SignInRestriction.NONE;
    }

    private static String address(RequiredActionContext context) {
        return context.getConnection().getRemoteHost();
    }

    /** Whether it is a session's cookie that says who signs in, also where more is asked of the user than that. */
    private static boolean isByCookie(RequiredActionContext context) {
        AuthenticationSessionModel signIn = context.getAuthenticationSession();
        return Boolean.parseBoolean(signIn.getAuthNote(AuthenticationManager.SSO_AUTH))
                || AuthenticatorUtils.parseCompletedExecutions(
                                signIn.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED))
                        .keySet()
                        .stream()
                        .map(context.getRealm()::getAuthenticationExecutionById)
                        .anyMatch(step ->
                                step != null && CookieAuthenticatorFactory.PROVIDER_ID.equals(step.getAuthenticator()));
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        SessionRefusal refusal = refusal(context);
        if (refusal == null) {
            context.success();
            return;
        }
        context.getEvent()
                .event(EventType.LOGIN)
                .user(context.getUser())
                .detail(Details.USERNAME, context.getUser().getUsername())
                .detail(Details.REASON, refusal.reason())
                .error(Errors.ACCESS_DENIED);
        // The next try asks who it is.
        AuthenticationManager.expireIdentityCookie(context.getSession());
        context.challenge(context.form().setError(refusal.messageKey()).createErrorPage(Response.Status.FORBIDDEN));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        requiredActionChallenge(context);
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void close() {}

    @Override
    public String getDisplayText() {
        return "PBX sign-in restrictions";
    }

    @Override
    public String getId() {
        return ID;
    }
}
