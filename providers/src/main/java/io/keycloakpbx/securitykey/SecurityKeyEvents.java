package io.keycloakpbx.securitykey;

import io.keycloakpbx.tenant.TenantEvent;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * User events of the security key resource. Keycloak has no event type of its own for them, so they are custom required
 * actions named {@value #ISSUE} and {@value #VALIDATE}. They hold the caller, the purpose and the key's id, never its
 * code, secret or value.
 */
final class SecurityKeyEvents {

    static final String ISSUE = "security-key-issue";
    static final String VALIDATE = "security-key-validate";
    static final String PURPOSE = "security_key_purpose";
    static final String KEY_ID = "security_key_id";
    static final String TARGET_USER = "target_user_id";

    private SecurityKeyEvents() {}

    static void issued(
            KeycloakSession session, SecurityKeyCaller caller, SecurityKeyRequest request, IssuedSecurityKey key) {
        EventBuilder event = event(session, caller, ISSUE, request.purpose()).detail(KEY_ID, key.id());
        if (request.action() != null) {
            event.detail(Details.ACTION, request.action().name())
                    .detail(TARGET_USER, request.action().userId());
        }
        event.success();
    }

    static void validated(KeycloakSession session, SecurityKeyCaller caller, RedeemedSecurityKey key) {
        event(session, caller, VALIDATE, key.purpose()).detail(KEY_ID, key.id()).success();
    }

    /** {@code asked} is the purpose that the caller has named; the key that it has used up may have another. */
    static void refused(KeycloakSession session, SecurityKeyCaller caller, String asked, SecurityKeyAttempt attempt) {
        EventBuilder event = event(session, caller, VALIDATE, asked);
        name(event, attempt);
        event.error(Errors.INVALID_CODE);
    }

    /** Says which key an attempt has taken, once its code is known. */
    static void name(EventBuilder event, SecurityKeyAttempt attempt) {
        if (attempt.id() != null) {
            event.detail(KEY_ID, attempt.id()).detail(PURPOSE, attempt.purpose());
        }
    }

    private static EventBuilder event(
            KeycloakSession session, SecurityKeyCaller caller, String action, String purpose) {
        return TenantEvent.of(session, session.getContext().getRealm(), EventType.CUSTOM_REQUIRED_ACTION)
                .client(caller.clientId())
                .user(caller.userId())
                .detail(Details.USERNAME, caller.username())
                .session(caller.sessionId())
                .detail(Details.CUSTOM_REQUIRED_ACTION, action)
                .detail(PURPOSE, purpose);
    }
}
