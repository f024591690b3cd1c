package io.keycloakpbx.role;

import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;

/**
 * No realm becomes a tenant with something in it that nobody in a tenant may have. What is there already, from before the
 * bundle or while it was away, stays until somebody takes it away: start-up tells of it.
 */
final class RoleLifecycle implements TenantLifecycle {

    private static final int LISTED = 3;

    private final KeycloakSession session;

    RoleLifecycle(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void became(Tenant tenant, Arrival arrival) {
        ModelGuard.takenBack(session, tenant.realm()).values().stream()
                .findFirst()
                .ifPresent(reason -> {
                    throw new ModelValidationException(reason);
                });
        List<String> unwanted = GuardedState.ofSystemLevel(session, tenant.realm()).unwanted().stream()
                .map(object -> object.reason() + ". " + object.remedy() + ".")
                .distinct()
                .limit(LISTED)
                .toList();
        if (!unwanted.isEmpty()) {
            throw new ModelValidationException(String.join(" ", unwanted));
        }
    }

    @Override
    public Collection<String> behind() {
        return session.getAllProviders(GuardedObjectProvider.class).stream()
                .flatMap(provider -> provider.realmsWithUnwanted().stream())
                .collect(Collectors.toSet());
    }
}
