package io.keycloakpbx.securitykey;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/**
 * Looks at a key's action again when it is used: what was right when the key was issued need not be so any more. The
 * issuer may have lost the right, the purpose may have other rules, the user may have become an administrator.
 */
final class SecurityKeyUse {

    private final KeycloakSession session;
    private final RealmModel realm;

    SecurityKeyUse(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whom the key's action is for, or empty where the key opens nothing now. */
    Optional<UserModel> user(RedeemedSecurityKey key) {
        SecurityKeyAction action = key.action();
        if (action == null || !isKnown(realm, action.name())) {
            return Optional.empty();
        }
        SecurityKeyPurpose rules = SecurityKeyPurpose.of(realm, key.purpose());
        if (!rules.allows(action.name())) {
            return Optional.empty();
        }
        UserModel user = session.users().getUserById(realm, action.userId());
        return user != null && mayOpen(key, rules, user) ? Optional.of(user) : Optional.empty();
    }

    private boolean mayOpen(RedeemedSecurityKey key, SecurityKeyPurpose rules, UserModel user) {
        return SecurityKeyRights.ofIssuer(session, realm, key.issuer(), key.issuerUserId())
                .filter(rights -> rights.has(SecurityKeyRights.ISSUE)
                        && (rules.issueRole() == null || rights.hasRole(rules.issueRole()))
                        && rights.mayOpen(user))
                .isPresent();
    }

    /** Whether the realm has an action of this name now. */
    static boolean isKnown(RealmModel realm, String action) {
        if (action.equals(SecurityKeyAction.SIGN_IN)) {
            return true;
        }
        RequiredActionProviderModel requiredAction = realm.getRequiredActionProviderByAlias(action);
        return requiredAction != null && requiredAction.isEnabled();
    }
}
