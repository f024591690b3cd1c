package io.keycloakpbx.signin;

import io.keycloakpbx.restriction.SignInRestrictionProvider;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.secondfactor.SessionTokenProvider;
import io.keycloakpbx.tenant.NewPassword;
import io.keycloakpbx.tenant.TenantEvent;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Sets a new password for the holder of a password reset token. */
final class PasswordReset {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;

    /** In a realm to which the session is bound. */
    PasswordReset(KeycloakSession session, RealmModel realm, ClientModel client) {
        this.session = session;
        this.realm = realm;
        this.client = client;
    }

    SignInOutcome reset(String token, String newPassword) {
        EventBuilder event = TenantEvent.of(session, realm, EventType.UPDATE_CREDENTIAL)
                .client(client)
                .detail(Details.CREDENTIAL_TYPE, "password");
        SessionToken held =
                SessionTokenProvider.of(session).take(realm, SessionToken.Purpose.PASSWORD_RESET, token, client);
        UserModel user = held == null ? null : session.users().getUserById(realm, held.userId());
        if (user == null || !user.isEnabled() || !NewPassword.mayReplace(session, realm, user, held.passwordState())) {
            event.error(Errors.INVALID_TOKEN);
            return new SignInOutcome.Failed();
        }
        event.user(user).detail(Details.USERNAME, user.getUsername());
        if (!SignInRestrictionProvider.admits(session, user, event)) {
            held.giveBack();
            event.error(Errors.ACCESS_DENIED);
            return new SignInOutcome.Failed();
        }
        Optional<NewPassword.Rejection> rejection = NewPassword.set(session, realm, user, newPassword);
        if (rejection.isPresent()) {
            // The realm's policy says no: the same token is good for another try.
            held.giveBack();
            event.detail(Details.REASON, rejection.get().reason()).error(Errors.PASSWORD_REJECTED);
            return new SignInOutcome.Invalid("new_password", rejection.get().words());
        }
        NewPassword.endSessions(session, realm, user);
        event.success();
        return new SignInOutcome.Done();
    }
}
