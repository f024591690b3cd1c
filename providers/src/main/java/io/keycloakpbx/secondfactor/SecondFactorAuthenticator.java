package io.keycloakpbx.secondfactor;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The second factor in the direct grant, form parameter {@code otp}: a code of an authenticator app, or the emailed code
 * of {@link EmailCode}. Without a code the answer is a session token with which the sign-in goes on, so that no client has
 * to keep the password meanwhile.
 */
@ReliesOn({
    "org.keycloak.credential.OTPCredentialProvider: its id, and that a default credential decides",
    "org.keycloak.services.managers.AuthenticationManager: the note of a password that was right"
})
public final class SecondFactorAuthenticator extends DirectGrantAuthenticator
        implements CredentialValidator<OTPCredentialProvider> {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String code = form.getFirst("otp") == null ? form.getFirst("totp") : form.getFirst("otp");
        SessionToken presented = session.getAttribute(PRESENTED_TOKEN, SessionToken.class);
        boolean app = SecondFactor.of(context.getRealm(), context.getUser()) == SecondFactor.AUTHENTICATOR_APP;
        // An emailed code belongs to a session token and says nothing without it.
        if (presented == null && (code == null || !app)) {
            context.forceChallenge(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(SessionTokenProvider.of(session)
                            .challenge(
                                    context.getRealm(),
                                    context.getUser(),
                                    context.getAuthenticationSession().getClient(),
                                    isPasswordShown(context)))
                    .build());
            return;
        }
        if (code == null || !(app ? isValid(context, code) : presented.accepts(code))) {
            if (presented != null) {
                presented.giveBack();
            }
            context.getEvent().user(context.getUser());
            refuse(context, AuthenticationFlowError.INVALID_CREDENTIALS, Errors.INVALID_USER_CREDENTIALS);
            return;
        }
        context.success(OTPCredentialModel.TYPE);
    }

    /** The first factor may have been a security key. */
    private static boolean isPasswordShown(AuthenticationFlowContext context) {
        return Boolean.parseBoolean(
                context.getAuthenticationSession().getAuthNote(AuthenticationManager.PASSWORD_VALIDATED));
    }

    /** As in Keycloak's own direct grant, the user's default credential decides. */
    private boolean isValid(AuthenticationFlowContext context, String code) {
        OTPCredentialProvider provider = getCredentialProvider(context.getSession());
        String credential = provider.getDefaultCredential(context.getSession(), context.getRealm(), context.getUser())
                .getId();
        return provider.isValid(
                context.getRealm(),
                context.getUser(),
                new UserCredentialModel(credential, OTPCredentialModel.TYPE, code));
    }

    @Override
    public OTPCredentialProvider getCredentialProvider(KeycloakSession session) {
        return (OTPCredentialProvider) session.getProvider(CredentialProvider.class, "keycloak-otp");
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return SecondFactor.of(realm, user) != SecondFactor.NONE;
    }

    @Override
    public String getId() {
        return "pbx-direct-grant-second-factor";
    }

    @Override
    public String getDisplayType() {
        return "PBX second factor";
    }

    @Override
    public String getReferenceCategory() {
        return OTPCredentialModel.TYPE;
    }

    @Override
    public String getHelpText() {
        return "Asks for a code of the user's authenticator app, or for an emailed code where the realm attribute "
                + EmailCode.TWO_FACTOR + " is true. Without one it answers a session token to go on with.";
    }
}
