package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.tenant.ActionLink;
import io.keycloakpbx.tenant.NewPassword;
import io.keycloakpbx.tenant.RealmMail;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.TenantEvent;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;

/**
 * Mails an operator Keycloak's own link for choosing a new password. All work that depends on the operator is done after the
 * answer: neither the answer nor its time tells whether there is one.
 */
final class ForgottenOperatorPassword {

    static final String ACTION = RequiredAction.UPDATE_PASSWORD.name();

    /** For how long a link is good that somebody has asked for whom nobody knows. */
    private static final int LIFESPAN_SECONDS = 1_800;

    private ForgottenOperatorPassword() {}

    /** Takes a request for later. */
    static void request(KeycloakSession session, RealmModel realm, String email) {
        URI base = ActionLink.base(session, realm);
        String address = session.getContext().getConnection().getRemoteHost();
        RealmMail.sendForAnybody(session, realm, (own, there) -> {
            ContextRealm.run(own, there, () -> mail(own, there, email, base, address));
            return null;
        });
    }

    private static void mail(KeycloakSession session, RealmModel realm, String email, URI base, String address) {
        EventBuilder event = TenantEvent.tellTyped(
                TenantEvent.ofAddress(session, realm, EventType.SEND_RESET_PASSWORD, address), email);
        UserModel user =
                OperatorEmail.find(session, realm, email).orElseGet(() -> SipUserName.find(session, realm, email));
        if (user == null) {
            event.error(Errors.USER_NOT_FOUND);
            return;
        }
        event.user(user).detail(Details.EMAIL, user.getEmail());
        String problem = NewPassword.whyNoLink(session, realm, user);
        if (problem != null) {
            event.error(problem);
            return;
        }
        String link = ActionLink.of(session, realm, user, List.of(ACTION), Time.currentTime() + LIFESPAN_SECONDS, base);
        boolean mailed = VerificationMail.mail(
                session,
                realm,
                user,
                List.of(ACTION),
                new VerificationMail.Link(link, TimeUnit.SECONDS.toMinutes(LIFESPAN_SECONDS)));
        if (mailed) {
            event.success();
        } else {
            event.error(Errors.EMAIL_SEND_FAILED);
        }
    }
}
