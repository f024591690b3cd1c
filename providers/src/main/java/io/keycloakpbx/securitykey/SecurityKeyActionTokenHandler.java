package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.UpdatePasswordAction;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.keycloak.TokenVerifier.Predicate;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.actiontoken.AbstractActionTokenHandler;
import org.keycloak.authentication.actiontoken.ActionTokenContext;
import org.keycloak.authentication.actiontoken.TokenUtils;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.services.ErrorPage;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.resources.LoginActionsServiceChecks.IsActionRequired;
import org.keycloak.sessions.AuthenticationSessionCompoundId;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Opens action URLs. The first request only shows a page that asks to go on, for programs that follow links they find
 * in messages must not use keys up. The second one takes the key, runs the realm's {@linkplain SecurityKeyFlow flow}
 * and then the action.
 */
@ReliesOn({
    "org.keycloak.authentication.actiontoken.AbstractActionTokenHandler: a step before and a flow behind an action token",
    "org.keycloak.services.Urls: its endpoints take action tokens by POST where the password is reset",
    "org.keycloak.services.managers.AuthenticationManager: how a sign-in ends, by notes of the authentication session"
})
public final class SecurityKeyActionTokenHandler extends AbstractActionTokenHandler<SecurityKeyActionToken> {

    /** Authentication session note: the id of the user whose key was taken in it. */
    static final String REDEEMED_FOR = "pbx.security-key.redeemed-for";

    /** Authentication session note: the code of that key. */
    private static final String REDEEMED = "pbx.security-key.redeemed";

    private static final String CONFIRM_PAGE = "pbx-confirm-action.ftl";

    public SecurityKeyActionTokenHandler() {
        super(
                SecurityKeyActionToken.TYPE,
                SecurityKeyActionToken.class,
                Messages.EXPIRED_ACTION,
                EventType.EXECUTE_ACTIONS,
                Errors.INVALID_CODE);
    }

    @Override
    public Predicate<? super SecurityKeyActionToken>[] getVerifiers(
            ActionTokenContext<SecurityKeyActionToken> context) {
        return TokenUtils.predicates(
                new IsActionRequired(context, AuthenticationSessionModel.Action.AUTHENTICATE),
                TokenUtils.checkThat(
                        token -> isRedeemed(token, context.getAuthenticationSession())
                                || keys(context).isPending(context.getRealm(), token.keyCode()),
                        Errors.EXPIRED_CODE,
                        Messages.EXPIRED_ACTION));
    }

    @Override
    public Response handleToken(SecurityKeyActionToken token, ActionTokenContext<SecurityKeyActionToken> context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (context.isAuthenticationSessionFresh()) {
            return confirmPage(token, context);
        }
        if (!isRedeemed(token, authSession)) {
            Optional<RedeemedSecurityKey> key = new SecurityKeyUse(
                            context.getSession(), context.getRealm(), context.getEvent())
                    .take(token.keyCode(), token.keyHash())
                    .filter(taken -> taken.action().userId().equals(token.getUserId()));
            if (key.isEmpty()) {
                context.getEvent().error(Errors.INVALID_CODE);
                return ErrorPage.error(
                        context.getSession(), authSession, Response.Status.BAD_REQUEST, Messages.EXPIRED_ACTION);
            }
            prepare(key.get(), token, context);
        }
        return runFlow(context);
    }

    private static boolean isRedeemed(SecurityKeyActionToken token, AuthenticationSessionModel authSession) {
        return token.keyCode() != null
                && token.keyCode().equals(authSession.getAuthNote(REDEEMED))
                && token.getUserId().equals(authSession.getAuthNote(REDEEMED_FOR));
    }

    private static Response confirmPage(
            SecurityKeyActionToken token, ActionTokenContext<SecurityKeyActionToken> context) {
        KeycloakSession session = context.getSession();
        SecurityKeyFlow.ensure(session, context.getRealm());
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        // Only the browser that was shown the page can go on: it has the authentication session's cookie.
        token.setCompoundAuthenticationSessionId(
                AuthenticationSessionCompoundId.fromAuthSession(authSession).getEncodedId());
        // The page posts a form, which programs that follow links do not. Keycloak takes action tokens by POST there.
        URI base = context.getUriInfo().getBaseUri();
        String actionUri = Urls.actionTokenBuilder(
                        base,
                        token.serialize(session, context.getRealm(), context.getUriInfo()),
                        authSession.getClient().getClientId(),
                        authSession.getTabId(),
                        AuthenticationProcessor.getClientData(session, authSession))
                .replacePath(Urls.loginResetCredentials(base, context.getRealm().getName())
                        .getRawPath())
                .build()
                .toString();
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class)
                .setAuthenticationSession(authSession)
                .setUser(authSession.getAuthenticatedUser());
        return form.setAttribute(Constants.TEMPLATE_ATTR_ACTION_URI, actionUri)
                .setAttribute("actionLabel", label(form, token.action()))
                .createForm(CONFIRM_PAGE);
    }

    /** The action in the user's language; an action without a text of its own keeps its alias. */
    private static String label(LoginFormsProvider form, String action) {
        String key = action.equals(SecurityKeyAction.SIGN_IN) ? "doLogIn" : "requiredAction." + action;
        String label = form.getMessage(key);
        return label == null || label.equals(key) ? action : label;
    }

    private static void prepare(
            RedeemedSecurityKey key, SecurityKeyActionToken token, ActionTokenContext<SecurityKeyActionToken> context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        SecurityKeyAction action = key.action();
        authSession.setAuthNote(REDEEMED, token.keyCode());
        authSession.setAuthNote(REDEEMED_FOR, action.userId());
        authSession.setAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW, SecurityKeyFlow.ALIAS);
        // The application asked for no authorization code. It gets its browser back and may ask for one then.
        authSession.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, "none");
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        boolean signIn = action.name().equals(SecurityKeyAction.SIGN_IN);
        if (!signIn) {
            authSession.addRequiredAction(action.name());
            UpdatePasswordAction.bind(authSession, action.passwordState());
        }
        String redirectUri = action.redirectUri() == null
                ? null
                : RedirectUtils.verifyRedirectUri(session, action.redirectUri(), authSession.getClient());
        if (redirectUri != null) {
            authSession.setRedirectUri(redirectUri);
            authSession.setClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM, redirectUri);
        }
        boolean maySignIn = SecurityKeyPurpose.of(realm, key.purpose()).allows(SecurityKeyAction.SIGN_IN);
        if (signIn || redirectUri != null && maySignIn) {
            authSession.setRedirectUri(
                    new SecurityKeyReturn(authSession.getClient().getClientId(), redirectUri)
                            .address(session, realm)
                            .toString());
            authSession.removeAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS);
        } else if (redirectUri != null) {
            // Ends on a page with a link to the application, without a session.
            authSession.setAuthNote(AuthenticationManager.SET_REDIRECT_URI_AFTER_REQUIRED_ACTIONS, "true");
        }
    }

    private static Response runFlow(ActionTokenContext<SecurityKeyActionToken> context) {
        AuthenticationFlowModel flow = context.getRealm().getFlowByAlias(SecurityKeyFlow.ALIAS);
        EventBuilder event = context.getEvent();
        if (flow == null) {
            event.error(Errors.INVALID_CONFIG);
            return ErrorPage.error(
                    context.getSession(),
                    context.getAuthenticationSession(),
                    Response.Status.BAD_REQUEST,
                    Messages.INVALID_REQUEST);
        }
        event.event(EventType.LOGIN);
        return context.processFlow(
                false, LoginActionsService.AUTHENTICATE_PATH, flow, null, new AuthenticationProcessor());
    }

    private static SecurityKeyProvider keys(ActionTokenContext<?> context) {
        return context.getSession().getProvider(SecurityKeyProvider.class);
    }
}
