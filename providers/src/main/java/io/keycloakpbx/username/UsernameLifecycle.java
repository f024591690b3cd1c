package io.keycloakpbx.username;

import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.ManagedSetting;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TenantLifecycle;
import java.util.Collection;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** A tenant has no user whose name breaks the rules, and none signs in who comes later. */
final class UsernameLifecycle implements TenantLifecycle {

    private final KeycloakSession session;

    UsernameLifecycle(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void became(Tenant tenant, Arrival arrival) {
        UsernameRuleAction.enable(tenant.realm());
        ImportedUsernames.checkRealm(session, tenant.realm(), arrival == Arrival.START_UP);
    }

    @Override
    public void upgraded(Tenant tenant) {
        UsernameRuleAction.enable(tenant.realm());
    }

    @Override
    public List<ManagedSetting> managed() {
        return List.of(ImportedUsernames.MODE);
    }

    /** Tenants that got their SIP domain when the bundle did not look at their users. */
    @Override
    public Collection<String> behind() {
        return Database.entities(session)
                .createQuery(
                        "select a.realm.id from RealmAttributeEntity a where a.name = :domain and not exists"
                                + " (select p.id from RequiredActionProviderEntity p"
                                + " where p.realm = a.realm and p.providerId = :rule)",
                        String.class)
                .setParameter("domain", TenantAttributes.SIP_DOMAIN)
                .setParameter("rule", UsernameRuleAction.ID)
                .getResultList();
    }
}
