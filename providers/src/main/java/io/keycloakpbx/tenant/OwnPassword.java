package io.keycloakpbx.tenant;

import java.util.concurrent.TimeUnit;
import org.keycloak.common.util.Time;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What users do with their passwords of their own accord, as in the account console, and whether they may. */
public final class OwnPassword {

    /** User attribute: {@code false} leaves the user's password to administrators. */
    public static final String CAN_CHANGE = "pbx.canChangePassword";

    /** User attribute: {@code true} exempts the user from the policy that ends passwords by age. */
    public static final String DOES_NOT_EXPIRE = "pbx.passwordDoesNotExpire";

    /** The detail {@code reason} of an event that a user's own change was refused. */
    static final String NOT_CHANGEABLE = "password_not_changeable";

    private OwnPassword() {}

    /** Whether a user may change the own password, and get a link to choose one. */
    public static boolean mayChange(UserModel user) {
        return user.getAttributeStream(CAN_CHANGE).noneMatch("false"::equalsIgnoreCase);
    }

    /** Whether a user's password is good however old it is. */
    public static boolean doesNotExpire(UserModel user) {
        return user.getAttributeStream(DOES_NOT_EXPIRE).anyMatch("true"::equalsIgnoreCase);
    }

    /**
     * Whether the password policy ends a user's password by its age, as Keycloak looks at it in a sign-in: one without a date is
     * too old. A password of a directory is not looked at.
     */
    static boolean hasExpired(RealmModel realm, UserModel user) {
        int days = realm.getPasswordPolicy().getDaysToExpirePassword();
        if (days == -1 || doesNotExpire(user)) {
            return false;
        }
        long now = Time.toMillis(Time.currentTime());
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .filter(password -> isOlder(password.getCreatedDate(), now - TimeUnit.DAYS.toMillis(days)))
                .isPresent();
    }

    private static boolean isOlder(Long created, long limit) {
        return created == null || created < limit;
    }

    /**
     * Whether a password that is set in the session now is the user's own choice: not one that an administrator sets, nor one
     * that the user must choose or has forgotten.
     */
    public static boolean isChanged(KeycloakSession session, UserModel user) {
        if (mustChange(user)) {
            return false;
        }
        AuthenticationSessionModel signIn = session.getContext().getAuthenticationSession();
        return signIn == null
                ? isCaller(session, user)
                : RequiredAction.UPDATE_PASSWORD.name().equals(signIn.getClientNote(Constants.KC_ACTION));
    }

    /** Whether a user may set the own password now: by right, or because it has to be changed. */
    public static boolean maySet(UserModel user) {
        return mayChange(user) || mustChange(user);
    }

    /** Whether an administrator, or the policy, wants the user to choose a new password. */
    private static boolean mustChange(UserModel user) {
        return user.getRequiredActionsStream().anyMatch(RequiredAction.UPDATE_PASSWORD.name()::equals);
    }

    private static boolean isCaller(KeycloakSession session, UserModel user) {
        if (session.getContext().getBearerToken() instanceof JsonWebToken token && token.getSubject() != null) {
            return token.getSubject().equals(user.getId());
        }
        UserModel caller = session.getContext().getUser();
        return caller != null && caller.getId().equals(user.getId());
    }
}
