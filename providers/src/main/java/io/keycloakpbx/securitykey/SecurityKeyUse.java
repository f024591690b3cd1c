package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.PasswordState;
import io.keycloakpbx.tenant.TenantEvent;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/**
 * Uses a key for what it opens. What was right when the key was issued need not be so any more, so it is looked at again:
 * the issuer may have lost the right, the purpose may have other rules, the user may have become an administrator or have
 * another password. Who brings the key does not learn what it was; the event says it.
 */
final class SecurityKeyUse {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;

    SecurityKeyUse(KeycloakSession session, RealmModel realm, EventBuilder event) {
        this.session = session;
        this.realm = realm;
        this.event = event;
    }

    /** Takes the key with this code, and returns it if it opens something now: then its user exists. */
    Optional<RedeemedSecurityKey> take(String keyCode, String keyHash) {
        SecurityKeyAttempt attempt =
                session.getProvider(SecurityKeyProvider.class).redeem(realm, keyCode, keyHash, null);
        SecurityKeyEvents.name(event, attempt);
        return attempt instanceof RedeemedSecurityKey key && opens(key) ? Optional.of(key) : Optional.empty();
    }

    private boolean opens(RedeemedSecurityKey key) {
        SecurityKeyAction action = key.action();
        SecurityKeyPurpose rules = SecurityKeyPurpose.of(realm, key.purpose());
        if (action == null || !isKnown(realm, action.name()) || !rules.allows(action.name())) {
            return refused("action_not_allowed");
        }
        UserModel user = session.users().getUserById(realm, action.userId());
        if (user == null) {
            return refused("user_not_found");
        }
        if (!PasswordState.isStill(user, action.passwordState())) {
            return refused("password_changed");
        }
        SecurityKeyIssuer issuer = key.issuer();
        if (issuer.isAdministrator()) {
            Optional<SecurityKeyAdministrator> administrator = SecurityKeyAdministrator.of(session, realm, issuer);
            if (rules.issueRole() != null
                    || administrator.filter(who -> who.mayOpen(user, action)).isEmpty()) {
                return refused("issuer_not_allowed");
            }
            if (action.letsIn()) {
                administrator.get().tell(event);
                // What ends the sign-in is another event, perhaps of a later request.
                EventBuilder taken = TenantEvent.of(session, realm, EventType.IMPERSONATE)
                        .user(user)
                        .detail(Details.ACTION, action.name());
                SecurityKeyEvents.name(taken, key);
                administrator.get().tell(taken);
                taken.success();
            }
            return true;
        }
        SecurityKeyRights rights = SecurityKeyRights.ofIssuer(session, realm, issuer.clientId(), issuer.userId())
                .orElse(null);
        if (rights == null
                || !rights.has(SecurityKeyRights.ISSUE)
                || rules.issueRole() != null && !rights.hasRole(rules.issueRole())) {
            return refused("issuer_not_allowed");
        }
        return rights.mayOpen(user) || refused("user_is_administrator");
    }

    private boolean refused(String reason) {
        event.detail(Details.REASON, reason);
        return false;
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
