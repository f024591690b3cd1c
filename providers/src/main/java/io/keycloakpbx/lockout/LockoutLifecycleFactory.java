package io.keycloakpbx.lockout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tenant.FiguresQuery;
import io.keycloakpbx.tenant.ManagedSetting;
import io.keycloakpbx.tenant.NumberSetting;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientModel.ClientUpdatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Every tenant's sign-in flows have the lock, however the realm was made, and its {@code admin-cli} takes no passwords. */
public final class LockoutLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                TenantFlows.upgrade(tenant.realm());
            }

            @Override
            public void upgraded(Tenant tenant) {
                TenantFlows.upgrade(tenant.realm());
            }

            @Override
            public Collection<String> behind() {
                return TenantFlows.outdated(session);
            }

            @Override
            public Map<String, Long> figures(Tenant tenant, FiguresQuery query) {
                return query.users()
                        ? Map.of(
                                "blockedAddresses",
                                AddressLockProvider.of(session).count(tenant.realm(), null))
                        : Map.of();
            }

            @Override
            public List<NumberSetting> numbers() {
                return List.of(JpaAddressLockProvider.AMOUNT, JpaAddressLockProvider.INTERVAL);
            }

            @Override
            public List<ManagedSetting> managed() {
                return List.of(
                        JpaAddressLockProvider.AMOUNT, JpaAddressLockProvider.INTERVAL, JpaAddressLockProvider.ALLOWED);
            }
        };
    }

    @Override
    public void complete(ObjectNode realm) {
        TenantFlows.upgrade(realm);
    }

    /** Keycloak tells of a client that is saved within the transaction in which it is saved. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof ClientUpdatedEvent saved) {
                TenantFlows.saved(saved.getUpdatedClient());
            }
        });
    }

    @Override
    public String getId() {
        return "lockout";
    }
}
