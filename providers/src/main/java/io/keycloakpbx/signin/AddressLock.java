package io.keycloakpbx.signin;

import io.keycloakpbx.tenant.AddressLockProvider;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Keeps addresses from which too many sign-ins have failed away from passwords, codes and tokens. */
final class AddressLock {

    private static final String BLOCKED = "address_blocked";

    private final KeycloakSession session;

    AddressLock(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Runs an operation unless the client's address is blocked in the realm, and counts it where it is a sign-in that
     * fails. Which address that is, Keycloak's proxy settings decide.
     */
    Response guard(RealmModel realm, EventType type, Supplier<Response> operation) {
        String address = session.getContext().getConnection().getRemoteHost();
        AddressLockProvider lock = AddressLockProvider.of(session);
        Instant until = lock.blockedUntil(realm, address);
        if (until != null) {
            new EventBuilder(realm, session, session.getContext().getConnection())
                    .event(type)
                    .client(SignIn.CLIENT_ID)
                    .error(BLOCKED);
            return SignInError.denied(address, until);
        }
        Response response = operation.get();
        if (SignInError.isSignInFailed(response)) {
            lock.failed(realm, address);
        }
        return response;
    }

    /** Answers a step of a browser flow with an error page where the client's address is blocked. */
    boolean refuses(AuthenticationFlowContext context) {
        String address = context.getConnection().getRemoteHost();
        if (AddressLockProvider.of(session).blockedUntil(context.getRealm(), address) == null) {
            return false;
        }
        context.getEvent().error(BLOCKED);
        context.forceChallenge(context.form().setError("pbxAddressBlocked").createErrorPage(Response.Status.FORBIDDEN));
        return true;
    }

    /** Counts a step of a browser flow that has failed. */
    void failed(AuthenticationFlowContext context) {
        AddressLockProvider.of(session)
                .failed(context.getRealm(), context.getConnection().getRemoteHost());
    }
}
