package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.UserLock;
import io.keycloakpbx.tenant.SignInCheck;
import io.keycloakpbx.tenant.SignInCheckFactory;
import io.keycloakpbx.tenant.SignInFinding;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Whom the steps that find the user do not let go on: service accounts, and who is disabled or locked. */
public final class UserLockCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        return subject -> {
            UserModel user = subject.user();
            if (user == null) {
                return List.of();
            }
            if (user.getServiceAccountClientLink() != null) {
                return List.of(SignInFinding.error("pbxWhyServiceAccount"));
            }
            if (!user.isEnabled()) {
                return List.of(SignInFinding.error("pbxWhyDisabled").mendedBy(SignInFinding.ENABLE));
            }
            return UserLock.isLocked(session, subject.realm(), user)
                    ? List.of(locked(session, subject.realm(), user))
                    : List.of();
        };
    }

    private static SignInFinding locked(KeycloakSession session, RealmModel realm, UserModel user) {
        return UserLock.until(session, realm, user)
                .map(until -> SignInFinding.error("pbxWhyLockedUntil").with("until", until.toString()))
                .orElseGet(() -> SignInFinding.error("pbxWhyLocked"))
                .mendedBy(SignInFinding.UNLOCK);
    }

    @Override
    public int order() {
        return 300;
    }

    @Override
    public String getId() {
        return "user-lock";
    }
}
