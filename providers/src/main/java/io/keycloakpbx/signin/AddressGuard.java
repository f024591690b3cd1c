package io.keycloakpbx.signin;

import io.keycloakpbx.lockout.AddressLockProvider;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.function.Supplier;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Keeps addresses from which too many sign-ins have failed away from the sign-in API. */
final class AddressGuard {

    private static final String BLOCKED = "address_blocked";

    private final KeycloakSession session;

    AddressGuard(KeycloakSession session) {
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
}
