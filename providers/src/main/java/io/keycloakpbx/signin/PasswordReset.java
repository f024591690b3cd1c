package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.restriction.SignInRestrictionProvider;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.secondfactor.SessionTokenProvider;
import io.keycloakpbx.tenant.TenantEvent;
import java.io.IOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.theme.Theme;

/** Sets a new password for the holder of a password reset token. */
final class PasswordReset {

    /** Realm attribute: whether a new password ends the user's sessions, {@code true} where it is not set. */
    static final String END_SESSIONS = "pbx.passwordResetEndsSessions";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;

    /** In a realm to which the session is bound. */
    PasswordReset(KeycloakSession session, RealmModel realm, ClientModel client) {
        this.session = session;
        this.realm = realm;
        this.client = client;
    }

    SignInOutcome reset(String token, String newPassword) {
        EventBuilder event = TenantEvent.of(session, realm, EventType.UPDATE_CREDENTIAL)
                .client(client)
                .detail(Details.CREDENTIAL_TYPE, "password");
        SessionToken held =
                SessionTokenProvider.of(session).take(realm, SessionToken.Purpose.PASSWORD_RESET, token, client);
        UserModel user = held == null ? null : session.users().getUserById(realm, held.userId());
        if (user == null || !user.isEnabled()) {
            event.error(Errors.INVALID_TOKEN);
            return new SignInOutcome.Failed();
        }
        event.user(user).detail(Details.USERNAME, user.getUsername());
        if (!SignInRestrictionProvider.admits(session, user, event)) {
            held.giveBack();
            event.error(Errors.ACCESS_DENIED);
            return new SignInOutcome.Failed();
        }
        try {
            if (!user.credentialManager().updateCredential(UserCredentialModel.password(newPassword, false))) {
                throw new ModelException("invalidPasswordGenericMessage");
            }
        } catch (ModelException e) {
            // The realm's policy says no: the same token is good for another try.
            held.giveBack();
            event.detail(Details.REASON, e.getMessage()).error(Errors.PASSWORD_REJECTED);
            return new SignInOutcome.Invalid("new_password", inWords(e));
        }
        user.removeRequiredAction(RequiredAction.UPDATE_PASSWORD);
        if (realm.getAttribute(END_SESSIONS, true)) {
            endSessions(user);
        }
        event.success();
        return new SignInOutcome.Done();
    }

    /** Whoever was signed in with the old password is so no more, offline access included; the apps are told. */
    private void endSessions(UserModel user) {
        SignOut.everywhere(session, realm, user, () -> TenantEvent.of(session, realm, EventType.LOGOUT)
                .detail(Details.REASON, "password_reset"));
        session.sessions().getOfflineUserSessionsStream(realm, user).toList().forEach(offline -> session.sessions()
                .removeOfflineUserSession(realm, offline));
    }

    /** The policy's own message, as the login pages of the realm word it. */
    private String inWords(ModelException e) {
        try {
            Locale locale = Locale.forLanguageTag(realm.getDefaultLocale() == null ? "en" : realm.getDefaultLocale());
            Properties messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, locale);
            return new MessageFormat(messages.getProperty(e.getMessage(), e.getMessage()), locale)
                    .format(e.getParameters() == null ? new Object[0] : e.getParameters());
        } catch (IOException unreadableTheme) {
            return e.getMessage();
        }
    }
}
