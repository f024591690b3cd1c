package io.keycloakpbx.secondfactor;

import io.keycloakpbx.tenant.OutgoingMail;
import io.keycloakpbx.tenant.OwnSettings;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TenantEvent;
import io.keycloakpbx.tenant.TenantName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The second factor of users without an authenticator app, where the realm attribute {@value #TWO_FACTOR} is
 * {@code true}: a code of {@value #DIGITS} digits, mailed to the user's address. The session token that it belongs to
 * holds a digest of it, and limits its life and the attempts.
 */
public final class EmailCode {

    /** Realm attribute: whether a password alone is not enough to sign in. */
    public static final String TWO_FACTOR = TenantAttributes.TWO_FACTOR;

    public static final int DIGITS = 6;

    private static final String UNTIL = ".until";
    private static final Logger LOG = Logger.getLogger(EmailCode.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;

    public EmailCode(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realm = realm;
        this.user = user;
    }

    /** Whether this is the second factor that the user has to show. An authenticator app is the stronger one. */
    public boolean isRequired() {
        return SecondFactor.of(realm, user) == SecondFactor.MAILED_CODE;
    }

    /** Claims the right to send the user a code now; false where the last one was sent a moment ago, on any node. */
    public boolean mayBeSent() {
        return claim() == 0;
    }

    /**
     * Claims the right to send the user a code now.
     *
     * @return 0 where it is given, else the seconds to wait since the last one was sent a moment ago, on any node
     */
    int claim() {
        String claimed = "pbx.emailCode." + realm.getId() + "." + user.getId();
        int seconds = resendSeconds();
        if (session.singleUseObjects().putIfAbsent(claimed, seconds)) {
            session.singleUseObjects()
                    .put(claimed + UNTIL, seconds, Map.of(UNTIL, Integer.toString(Time.currentTime() + seconds)));
            return 0;
        }
        Map<String, String> until = session.singleUseObjects().get(claimed + UNTIL);
        return until == null
                ? seconds
                : Math.max(1, Math.min(seconds, Integer.parseInt(until.get(UNTIL)) - Time.currentTime()));
    }

    /** Seconds between two codes. */
    public int resendSeconds() {
        return OwnSettings.TWO_FACTOR_RESEND_SECONDS.of(realm);
    }

    /**
     * Mails a new code, and writes an event that says whether it could be sent.
     *
     * @param validSeconds how long the code will be accepted
     * @param keep takes the code before anybody can read it; not called where there is nobody to send it to
     * @return whether it could be sent
     */
    public boolean send(ClientModel client, int validSeconds, Consumer<String> keep) {
        EventBuilder event = TenantEvent.of(session, realm, EventType.SEND_VERIFY_EMAIL)
                .client(client)
                .user(user)
                .detail(Details.USERNAME, user.getUsername())
                .detail(Details.CREDENTIAL_TYPE, "pbx-email-code");
        if (user.getEmail() == null || user.getEmail().isBlank()) {
            event.error(Errors.INVALID_EMAIL);
            return false;
        }
        event.detail(Details.EMAIL, user.getEmail());
        String code = SecretGenerator.getInstance().randomString(DIGITS, SecretGenerator.DIGITS);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("code", code);
        attributes.put("minutes", Math.max(1, validSeconds / 60));
        Tenant.of(realm)
                .ifPresent(
                        tenant -> attributes.put("sipDomain", tenant.sipDomain().readable()));
        // Who reads the mail may be faster than the mail server's answer.
        keep.accept(code);
        try {
            OutgoingMail.send(
                    session,
                    realm,
                    user,
                    mail -> mail.send(
                            "pbxSignInCodeSubject", List.of(TenantName.of(realm)), "pbx-sign-in-code.ftl", attributes));
        } catch (EmailException e) {
            // Keycloak has logged the cause.
            LOG.errorf("No sign-in code could be mailed in realm %s: %s", realm.getName(), e.getMessage());
            event.error(Errors.EMAIL_SEND_FAILED);
            return false;
        }
        event.success();
        return true;
    }
}
