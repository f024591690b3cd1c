package io.keycloakpbx.operator;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.telemetry.SignInTimer;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A login with email address and password: the realm's direct grant flow, which makes one answer of a wrong password, an unknown
 * email address and a locked user, in one time. Outcomes are returned, as what the flow has counted is kept.
 */
final class OperatorLogin {

    /** The client whose direct grant it is, that of the sign-in API. */
    static final String CLIENT_ID = "pbx-rest";

    private static final String SCOPE = "openid";

    private static final SignInTimer TIMER = new SignInTimer("operator");

    private final KeycloakSession session;
    private final RealmModel realm;

    /** In a realm to which the session is bound. */
    OperatorLogin(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    Response run(Body body) {
        String email = body.requiredString("email", OperatorData.MAX_EMAIL);
        String password = body.optionalString("password", OperatorInput.MAX_PASSWORD);
        boolean logoutOthers = Boolean.TRUE.equals(body.optionalBoolean("logout_others"));
        String requestId = body.optionalString("requestId", OperatorInput.MAX_REQUEST_ID);
        if (requestId != null) {
            body.violation(
                    "requestId",
                    "requestId is for logins by SAML, which there are none of here: sign in with a browser and OpenID Connect");
        } else if (password == null || password.isEmpty()) {
            body.requiredString("password", OperatorInput.MAX_PASSWORD);
        }
        body.refuseViolations();
        Optional<ClientModel> client = client(realm);
        if (client.isEmpty()) {
            return OperatorErrors.answer(
                    OperatorError.LOGIN_INVALID_REQUEST,
                    "The realm has no client " + CLIENT_ID + " with direct access grants: there is no login here");
        }
        return login(client.get(), email, password, logoutOthers);
    }

    /** The client of logins, where the realm has one. */
    static Optional<ClientModel> client(RealmModel realm) {
        return Optional.ofNullable(realm.getClientByClientId(CLIENT_ID))
                .filter(client -> client.isEnabled() && client.isDirectAccessGrantsEnabled());
    }

    private String username(String email) {
        return OperatorEmail.find(session, realm, email)
                .map(UserModel::getUsername)
                .orElseGet(() -> SipUserName.resolve(session, realm, email));
    }

    private Response login(ClientModel client, String email, String password, boolean logoutOthers) {
        Grant grant = new Grant(session, realm, client, OAuth2Constants.PASSWORD)
                .parameter(OAuth2Constants.SCOPE, SCOPE)
                .parameter(OAuth2Constants.USERNAME, username(email))
                .parameter(OAuth2Constants.PASSWORD, password);
        Tenant.of(realm)
                .ifPresent(tenant ->
                        grant.detail(TenantEvent.SIP_DOMAIN, tenant.sipDomain().value()));
        Grant.Outcome outcome = TIMER.time(grant::run, OperatorLogin::measured);
        if (outcome instanceof Grant.Tokens tokens) {
            if (logoutOthers) {
                UserModel user = session.users().getUserById(realm, tokens.userId());
                OtherSessions.end(session, realm, user, tokens.response().getSessionState(), "logout_others");
            }
            return Response.ok(new LoginRepresentation(tokens.response().getToken()))
                    .build();
        }
        return OperatorErrors.answer(
                switch (measured(outcome)) {
                    case BLOCKED -> OperatorError.LOGIN_ADDRESS_BLOCKED;
                    case MORE_TO_DO -> OperatorError.LOGIN_NEEDS_BROWSER;
                    default -> OperatorError.LOGIN_FAILED;
                });
    }

    private static SignInTimer.Outcome measured(Grant.Outcome outcome) {
        if (outcome instanceof Grant.Tokens) {
            return SignInTimer.Outcome.SIGNED_IN;
        }
        if (outcome instanceof Grant.Answered answered && answered.entity() instanceof AddressBlocked) {
            return SignInTimer.Outcome.BLOCKED;
        }
        // The password was right: a second factor, or required actions.
        return outcome instanceof Grant.Answered || outcome instanceof Grant.Pending
                ? SignInTimer.Outcome.MORE_TO_DO
                : SignInTimer.Outcome.REFUSED;
    }
}
