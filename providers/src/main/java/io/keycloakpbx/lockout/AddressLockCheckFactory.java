package io.keycloakpbx.lockout;

import io.keycloakpbx.tenant.SignInCheck;
import io.keycloakpbx.tenant.SignInCheckFactory;
import io.keycloakpbx.tenant.SignInFinding;
import org.keycloak.models.KeycloakSession;

/** Which of the addresses that a user has come from are blocked. */
public final class AddressLockCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        AddressLockProvider locks = AddressLockProvider.of(session);
        return subject -> locks.blocked(subject.realm(), subject.addresses()).stream()
                .map(blocked -> SignInFinding.error("pbxWhyAddressLocked")
                        .with("address", blocked.address())
                        .with("until", blocked.until().toString())
                        .mendedBy(SignInFinding.UNLOCK_ADDRESS)
                        .asIn(subject.realm()))
                .toList();
    }

    @Override
    public int order() {
        return 200;
    }

    @Override
    public String getId() {
        return "address-lock";
    }
}
