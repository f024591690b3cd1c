package io.keycloakpbx.tenant;

import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Nobody signs in to a tenant that is suspended. */
public final class SuspensionCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        return subject -> subject.realm().isEnabled()
                ? List.of()
                : List.of(Tenant.of(subject.realm())
                        .map(tenant -> SignInFinding.error("pbxWhySuspended")
                                .with("domain", tenant.sipDomain().value())
                                .mendedBy(SignInFinding.RESUME))
                        .orElseGet(() -> SignInFinding.error("pbxWhyRealmDisabled")));
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public String getId() {
        return "suspension";
    }
}
