package io.keycloakpbx.secondfactor;

import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.UserLock;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.lockout.AddressLockProvider;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.FormMessage;

/** The emailed code as a step of the browser flow, for the users for whom {@link EmailCode} is the second factor. */
public final class EmailCodeAuthenticator implements FlowStep {

    private static final String TOKEN = "pbx.emailCodeToken";

    /** Set while the session token has a code that was mailed. Else there is none to enter. */
    private static final String SENT = "pbx.emailCodeSent";

    private static final String CODE = "code";
    private static final String INVALID = "pbxEmailCodeInvalid";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        // A page that is loaded again sends no second code.
        context.challenge(isSent(context) ? page(context) : send(context, false));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        context.getEvent().user(context.getUser());
        if (form.containsKey("cancel")) {
            context.resetFlow();
        } else if (isBlocked(context)) {
            TenantEvent.tellTenant(context.getEvent(), context.getRealm())
                    .detail(Details.USERNAME, context.getUser().getUsername())
                    .error(AddressBlocked.EVENT_ERROR);
            context.forceChallenge(
                    context.form().setError("pbxAddressBlocked").createErrorPage(Response.Status.FORBIDDEN));
        } else if (form.containsKey("resend") || !isSent(context)) {
            // What is entered where there is no code yet is no guess.
            context.challenge(send(context, true));
        } else {
            verify(context, form.getFirst(CODE));
        }
    }

    private static boolean isBlocked(AuthenticationFlowContext context) {
        return AddressLockProvider.of(context.getSession())
                        .blocked(context.getRealm(), context.getConnection().getRemoteHost())
                != null;
    }

    private static void verify(AuthenticationFlowContext context, String code) {
        String bruteForceError = UserLock.eventError(context, context.getUser());
        if (bruteForceError != null) {
            context.getEvent().error(bruteForceError);
            context.forceChallenge(page(context, INVALID));
            return;
        }
        if (code == null || code.isBlank()) {
            context.challenge(page(context, INVALID));
            return;
        }
        SessionToken held = take(context);
        if (held != null && held.accepts(code.strip())) {
            context.success(OTPCredentialModel.TYPE);
            return;
        }
        if (held == null || !held.giveBack()) {
            // Used up: only a new code helps.
            forget(context);
        }
        context.getEvent().error(Errors.INVALID_USER_CREDENTIALS);
        context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, page(context, INVALID));
    }

    /**
     * Mails a code, the first of this sign-in or another one, unless one was mailed a moment ago.
     *
     * @param asked whether somebody has asked for it
     */
    private static Response send(AuthenticationFlowContext context, boolean asked) {
        EmailCode factor = new EmailCode(context.getSession(), context.getRealm(), context.getUser());
        if (UserLock.eventError(context, context.getUser()) != null) {
            return page(context, "pbxEmailCodeNotSent");
        }
        int wait = factor.claim();
        if (wait > 0) {
            return page(context, isSent(context) ? "pbxEmailCodeWait" : "pbxEmailCodeNoneSent", wait);
        }
        ClientModel client = context.getAuthenticationSession().getClient();
        // The attempts of a token that is there stay counted.
        SessionToken held = take(context);
        boolean sent = held == null
                ? factor.send(client, SessionToken.LIFESPAN_SECONDS, code -> keep(context, client, code))
                : factor.send(client, held.remainingSeconds(), held::giveBackWithCode);
        if (!sent) {
            if (held != null) {
                held.giveBackWithoutCode();
            }
            context.getAuthenticationSession().removeAuthNote(SENT);
            return page(context, "pbxEmailCodeNotSent");
        }
        context.getAuthenticationSession().setAuthNote(SENT, "true");
        return asked ? show(context, context.form().setInfo("pbxEmailCodeResent")) : page(context);
    }

    /** The page that takes the code comes when the transaction is over: so long it is enough to keep the code with that. */
    private static void keep(AuthenticationFlowContext context, ClientModel client, String code) {
        context.getAuthenticationSession()
                .setAuthNote(
                        TOKEN,
                        SessionToken.issue(
                                context.getSession(),
                                context.getRealm(),
                                SessionToken.Purpose.EMAIL_CODE,
                                context.getUser(),
                                client,
                                code));
    }

    private static boolean isSent(AuthenticationFlowContext context) {
        return context.getAuthenticationSession().getAuthNote(SENT) != null;
    }

    private static void forget(AuthenticationFlowContext context) {
        context.getAuthenticationSession().removeAuthNote(TOKEN);
        context.getAuthenticationSession().removeAuthNote(SENT);
    }

    /** The token of this very sign-in and user, or null where it is used up. */
    private static SessionToken take(AuthenticationFlowContext context) {
        String token = context.getAuthenticationSession().getAuthNote(TOKEN);
        SessionToken held = token == null
                ? null
                : SessionToken.take(
                        context.getSession(),
                        context.getRealm(),
                        SessionToken.Purpose.EMAIL_CODE,
                        token,
                        context.getAuthenticationSession().getClient());
        return held != null && held.userId().equals(context.getUser().getId()) ? held : null;
    }

    private static Response page(AuthenticationFlowContext context) {
        return show(context, context.form());
    }

    private static Response page(AuthenticationFlowContext context, String error, Object... parameters) {
        return show(context, context.form().addError(new FormMessage(CODE, error, parameters)));
    }

    /** Without a code that was mailed, the page takes none. */
    private static Response show(AuthenticationFlowContext context, LoginFormsProvider form) {
        return form.setAttribute("pbxEmailCodeSent", isSent(context)).createForm("pbx-email-code.ftl");
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return SecondFactor.of(realm, user) == SecondFactor.MAILED_CODE;
    }

    @Override
    public String getId() {
        return "pbx-email-code";
    }

    @Override
    public String getDisplayType() {
        return "PBX email code";
    }

    /** That of one-time codes: brute force protection counts no failures of categories that it does not know. */
    @Override
    public String getReferenceCategory() {
        return OTPCredentialModel.TYPE;
    }

    @Override
    public String getHelpText() {
        return "Mails a code where the realm attribute " + EmailCode.TWO_FACTOR
                + " is true and the user has no authenticator app.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }
}
