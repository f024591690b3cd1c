package io.keycloakpbx.signin;

import io.keycloakpbx.lockout.AddressLockProvider;
import io.keycloakpbx.tenant.TenantEvent;
import java.time.Instant;
import java.util.function.Supplier;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Keeps addresses from which too many sign-ins have failed away from the steps that are no part of a flow. */
final class AddressGuard {

    private static final String BLOCKED = "address_blocked";

    private final KeycloakSession session;

    AddressGuard(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Takes a step unless the client's address is blocked in the realm, and counts it where it fails. Which address that
     * is, Keycloak's proxy settings decide.
     */
    SignInOutcome guard(RealmModel realm, EventType type, Supplier<SignInOutcome> step) {
        String address = session.getContext().getConnection().getRemoteHost();
        AddressLockProvider lock = AddressLockProvider.of(session);
        Instant until = lock.blockedUntil(realm, address);
        if (until != null) {
            TenantEvent.of(session, realm, type).client(SignIn.CLIENT_ID).error(BLOCKED);
            return new SignInOutcome.Denied(address, until);
        }
        SignInOutcome outcome = step.get();
        if (outcome instanceof SignInOutcome.Failed) {
            lock.failed(realm, address);
        }
        return outcome;
    }
}
