package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.PasswordState;
import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.store.RowLock;
import java.io.IOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.theme.Theme;

/**
 * A new password of a user of a realm to which the session is bound: who gets a link to choose one, whether the realm's
 * policy takes it, and what ends with the old one.
 */
public final class NewPassword {

    /** Seconds between two links to one user. */
    private static final int REPEAT_SECONDS = 60;

    private NewPassword() {}

    /**
     * What a realm's policy has against a password.
     *
     * @param reason the key of Keycloak's text, for events
     * @param words the policy's own message, as the login pages of the realm word it
     */
    public record Rejection(String reason, String words) {}

    /** Why a user gets no link now, as the error of an event; null where the user gets one, and not another one at once. */
    public static String whyNoLink(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!realm.isResetPasswordAllowed() || !OwnPassword.mayChange(user)) {
            return Errors.NOT_ALLOWED;
        }
        if (!user.isEnabled()) {
            return Errors.USER_DISABLED;
        }
        if (user.getEmail() == null || user.getEmail().isBlank()) {
            return Errors.INVALID_EMAIL;
        }
        boolean first = session.singleUseObjects()
                .putIfAbsent("pbx.forgottenPassword." + realm.getId() + "." + user.getId(), REPEAT_SECONDS);
        return first ? null : "too_many_requests";
    }

    /**
     * Whether a user still has the password of a {@linkplain PasswordState state}. If so, nobody else changes it until the session's
     * transaction is over: what the session sets in its place takes the place of no other one.
     */
    public static boolean mayReplace(KeycloakSession session, RealmModel realm, UserModel user, String passwordState) {
        // First, as whoever guesses takes it first: of two ways to a new password, none waits for the other in vain.
        RowLock.guesses(session, realm, user);
        RowLock.user(session, user.getId());
        RowLock.credentials(session, user.getId());
        return PasswordState.isStill(user, passwordState);
    }

    /** Sets a user's own password, under the realm's policy; empty where that takes it. Then none has to be chosen any more. */
    public static Optional<Rejection> set(KeycloakSession session, RealmModel realm, UserModel user, String password) {
        if (!OwnPassword.maySet(user)) {
            return Optional.of(new Rejection(
                    OwnPassword.NOT_CHANGEABLE, "The password of this user is changed by administrators only"));
        }
        try {
            if (!user.credentialManager().updateCredential(UserCredentialModel.password(password, false))) {
                throw new ModelException("invalidPasswordGenericMessage");
            }
        } catch (ModelException e) {
            return Optional.of(new Rejection(e.getMessage(), inWords(session, realm, e)));
        } catch (ReadOnlyException e) {
            return Optional.of(new Rejection(
                    "read_only", "The user's directory keeps the password, and lets nobody change it here"));
        }
        user.removeRequiredAction(RequiredAction.UPDATE_PASSWORD);
        return Optional.empty();
    }

    private static String inWords(KeycloakSession session, RealmModel realm, ModelException e) {
        try {
            Locale locale = Locale.forLanguageTag(realm.getDefaultLocale() == null ? "en" : realm.getDefaultLocale());
            Properties messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, locale);
            return new MessageFormat(messages.getProperty(e.getMessage(), e.getMessage()), locale)
                    .format(e.getParameters() == null ? new Object[0] : e.getParameters());
        } catch (IOException unreadableTheme) {
            return e.getMessage();
        }
    }

    /**
     * Whoever was signed in with the old password is so no more, offline access included, and the apps are told; unless the
     * realm has it otherwise.
     */
    public static void endSessions(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!OwnSettings.PASSWORD_RESET_ENDS_SESSIONS.of(realm)) {
            return;
        }
        SignOut.everywhere(session, realm, user, () -> TenantEvent.of(session, realm, EventType.LOGOUT)
                .detail(Details.REASON, "password_reset"));
        session.sessions().getOfflineUserSessionsStream(realm, user).toList().forEach(offline -> session.sessions()
                .removeOfflineUserSession(realm, offline));
    }
}
