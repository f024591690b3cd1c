package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.secondfactor.SessionTokenProvider;
import io.keycloakpbx.tenant.NewPassword;
import io.keycloakpbx.tenant.OutgoingMail;
import io.keycloakpbx.tenant.RealmMail;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantEvent;
import io.keycloakpbx.tenant.TenantName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.common.util.KeycloakUriBuilder;
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
 * Mails a link for choosing a new password. All work that depends on the user is done after the answer, in a transaction
 * of its own: neither the answer nor its time tells whether there is such a user.
 */
final class ForgottenPassword {

    private static final Logger LOG = Logger.getLogger(ForgottenPassword.class);

    private final String clientId;
    private final String username;
    private final String callbackUrl;
    private final String address;

    private ForgottenPassword(String clientId, String username, String callbackUrl, String address) {
        this.clientId = clientId;
        this.username = username;
        this.callbackUrl = callbackUrl;
        this.address = address;
    }

    /** Takes a request for later. */
    static void request(
            KeycloakSession session, RealmModel realm, ClientModel client, String username, String callbackUrl) {
        ForgottenPassword request = new ForgottenPassword(
                client.getId(),
                username,
                callbackUrl,
                session.getContext().getConnection().getRemoteHost());
        RealmMail.sendForAnybody(session, realm, (own, there) -> {
            request.mail(own, there);
            return null;
        });
    }

    private void mail(KeycloakSession session, RealmModel realm) {
        ClientModel client = realm.getClientById(clientId);
        ClientModel api = realm.getClientByClientId(SignIn.CLIENT_ID);
        if (client == null || api == null) {
            return;
        }
        ContextRealm.run(session, realm, () -> {
            session.getContext().setClient(client);
            mail(session, realm, client, api);
        });
    }

    private void mail(KeycloakSession session, RealmModel realm, ClientModel client, ClientModel api) {
        EventBuilder event = TenantEvent.ofAddress(session, realm, EventType.SEND_RESET_PASSWORD, address)
                .client(client)
                .detail(Details.USERNAME, username)
                .detail(Details.REDIRECT_URI, callbackUrl);
        UserModel user = SipUserName.find(session, realm, username);
        if (user == null) {
            event.error(Errors.USER_NOT_FOUND);
            return;
        }
        event.user(user);
        String problem = NewPassword.whyNoLink(session, realm, user);
        if (problem != null) {
            event.error(problem);
            return;
        }
        event.detail(Details.EMAIL, user.getEmail());
        String token = SessionTokenProvider.of(session).issueForMail(realm, user, api);
        try {
            send(session, realm, user, token);
            event.success();
        } catch (EmailException e) {
            // Keycloak has logged the cause.
            LOG.errorf("No link for a new password could be mailed in realm %s: %s", realm.getName(), e.getMessage());
            event.error(Errors.EMAIL_SEND_FAILED);
        }
    }

    private void send(KeycloakSession session, RealmModel realm, UserModel user, String token) throws EmailException {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(
                "link",
                KeycloakUriBuilder.fromUri(callbackUrl, false)
                        .queryParam("token", token)
                        .buildAsString());
        attributes.put("linkExpiration", SessionToken.LIFESPAN_SECONDS / 60);
        Tenant.of(realm)
                .ifPresent(
                        tenant -> attributes.put("sipDomain", tenant.sipDomain().readable()));
        OutgoingMail.send(
                session,
                realm,
                user,
                mail -> mail.send(
                        "pbxResetPasswordSubject",
                        List.of(TenantName.of(realm)),
                        "pbx-reset-password.ftl",
                        attributes));
    }
}
