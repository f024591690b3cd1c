package io.keycloakpbx.keycloak;

import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/** Whether a user is enabled, as administrators say. */
public final class Admission {

    private Admission() {}

    /**
     * Enables or disables a user. Who was disabled or locked may sign in at once, as in the admin console: wrong passwords of
     * before count no more. Those of others do: a change may send back what it has read.
     *
     * @return whether failures of the user were forgotten, which is an admin event of its own
     */
    public static boolean set(KeycloakSession session, RealmModel realm, UserModel user, boolean enabled) {
        UserLoginFailureModel failures = session.loginFailures().getUserLoginFailure(realm, user.getId());
        boolean unlocks = enabled
                && (!user.isEnabled()
                        || failures != null && Time.currentTime() < failures.getFailedLoginNotBefore()
                        || session.getProvider(BruteForceProtector.class).isPermanentlyLockedOut(session, realm, user));
        user.setEnabled(enabled);
        if (!unlocks) {
            return false;
        }
        user.removeAttribute(UserModel.DISABLED_REASON);
        if (failures != null) {
            session.loginFailures().removeUserLoginFailure(realm, user.getId());
        }
        return failures != null;
    }
}
