package io.keycloakpbx.lockout;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;

/** Keeps addresses from which too many sign-ins have failed away from passwords, codes and tokens. */
public final class AddressLock {

    private static final String BLOCKED = "address_blocked";

    private final KeycloakSession session;

    public AddressLock(KeycloakSession session) {
        this.session = session;
    }

    /** Answers a step of a browser flow with an error page where the client's address is blocked. */
    public boolean refuses(AuthenticationFlowContext context) {
        String address = context.getConnection().getRemoteHost();
        if (AddressLockProvider.of(session).blockedUntil(context.getRealm(), address) == null) {
            return false;
        }
        context.getEvent().error(BLOCKED);
        context.forceChallenge(context.form().setError("pbxAddressBlocked").createErrorPage(Response.Status.FORBIDDEN));
        return true;
    }

    /** Counts a step of a browser flow that has failed. */
    public void failed(AuthenticationFlowContext context) {
        AddressLockProvider.of(session)
                .failed(context.getRealm(), context.getConnection().getRemoteHost());
    }
}
