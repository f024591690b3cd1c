package io.keycloakpbx.secondfactor;

import static org.keycloak.authentication.authenticators.util.AuthenticatorUtils.getDisabledByBruteForceEventError;

import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.lockout.AddressLockProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.provider.ProviderConfigProperty;

/** The e-mailed code as a step of the browser flow, for the users for whom {@link EmailCode} is the second factor. */
public final class EmailCodeAuthenticator implements Authenticator, AuthenticatorFactory {

    private static final String TOKEN = "pbx.emailCodeToken";
    private static final String CODE = "code";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        // A page that is loaded again sends no second code.
        context.challenge(
                context.getAuthenticationSession().getAuthNote(TOKEN) == null
                        ? page(context, sendFirst(context))
                        : page(context, null));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (form.containsKey("cancel")) {
            context.resetFlow();
        } else if (form.containsKey("resend")) {
            resend(context);
        } else {
            verify(context, form.getFirst(CODE));
        }
    }

    private static void verify(AuthenticationFlowContext context, String code) {
        context.getEvent().user(context.getUser());
        if (AddressLockProvider.of(context.getSession())
                        .blocked(context.getRealm(), context.getConnection().getRemoteHost())
                != null) {
            context.getEvent().error(AddressBlocked.EVENT_ERROR);
            context.forceChallenge(
                    context.form().setError("pbxAddressBlocked").createErrorPage(Response.Status.FORBIDDEN));
            return;
        }
        String bruteForceError = getDisabledByBruteForceEventError(context, context.getUser());
        if (bruteForceError != null) {
            context.getEvent().error(bruteForceError);
            context.forceChallenge(page(context, "pbxEmailCodeInvalid"));
            return;
        }
        if (code == null || code.isBlank()) {
            context.challenge(page(context, "pbxEmailCodeInvalid"));
            return;
        }
        SessionToken held = take(context);
        if (held != null && held.accepts(code.strip())) {
            context.success(OTPCredentialModel.TYPE);
            return;
        }
        if (held == null || !held.giveBack()) {
            // Used up: only a new code helps.
            context.getAuthenticationSession().removeAuthNote(TOKEN);
        }
        context.getEvent().error(Errors.INVALID_USER_CREDENTIALS);
        context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, page(context, "pbxEmailCodeInvalid"));
    }

    private static void resend(AuthenticationFlowContext context) {
        if (context.getAuthenticationSession().getAuthNote(TOKEN) == null) {
            String problem = sendFirst(context);
            context.challenge(problem == null ? resent(context) : page(context, problem));
            return;
        }
        EmailCode factor = factor(context);
        if (!factor.mayBeSent()) {
            context.challenge(page(context, "pbxEmailCodeWait"));
            return;
        }
        SessionToken held = take(context);
        if (held == null) {
            context.getAuthenticationSession().removeAuthNote(TOKEN);
            context.challenge(page(context, "pbxEmailCodeInvalid"));
            return;
        }
        String code = factor.send(context.getAuthenticationSession().getClient(), held.remainingSeconds());
        held.giveBackWithCode(code);
        context.challenge(code == null ? page(context, "pbxEmailCodeNotSent") : resent(context));
    }

    /** Sends the first code of a sign-in; what went wrong as a message key, or null. */
    private static String sendFirst(AuthenticationFlowContext context) {
        EmailCode factor = factor(context);
        if (getDisabledByBruteForceEventError(context, context.getUser()) != null || !factor.mayBeSent()) {
            return "pbxEmailCodeWait";
        }
        String code = factor.send(context.getAuthenticationSession().getClient(), SessionToken.LIFESPAN_SECONDS);
        if (code == null) {
            return "pbxEmailCodeNotSent";
        }
        context.getAuthenticationSession()
                .setAuthNote(
                        TOKEN,
                        SessionToken.issue(
                                context.getSession(),
                                context.getRealm(),
                                SessionToken.Purpose.EMAIL_CODE,
                                context.getUser(),
                                context.getAuthenticationSession().getClient(),
                                code));
        return null;
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

    private static EmailCode factor(AuthenticationFlowContext context) {
        return new EmailCode(context.getSession(), context.getRealm(), context.getUser());
    }

    private static Response resent(AuthenticationFlowContext context) {
        return show(context.form().setInfo("pbxEmailCodeResent"));
    }

    private static Response page(AuthenticationFlowContext context, String error) {
        LoginFormsProvider form = context.form();
        return show(error == null ? form : form.addError(new FormMessage(CODE, error)));
    }

    private static Response show(LoginFormsProvider form) {
        return form.createForm("pbx-email-code.ftl");
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return new EmailCode(session, realm, user).isRequired();
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public Authenticator create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return "pbx-email-code";
    }

    @Override
    public String getDisplayType() {
        return "PBX e-mail code";
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

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
