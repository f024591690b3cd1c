package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.tenant.TenantLifecycle.Arrival;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderFactory;

/**
 * The one place that sees a realm become a tenant, change as one, or cease to be one. It holds the realm to the rules of
 * tenants, keeps the index of SIP domains, and tells the capabilities.
 */
final class TenantLife {

    private static final Logger LOG = Logger.getLogger(TenantLife.class);

    private final KeycloakSession session;

    TenantLife(KeycloakSession session) {
        this.session = session;
    }

    /** A realm is new: made from the template, by the Admin API, or imported. */
    void created(RealmModel realm) {
        saved(RealmFacts.NONE, realm, Arrival.NEW_REALM);
    }

    /** A realm that exists has been changed. */
    void saved(RealmFacts before, RealmModel realm) {
        saved(before, realm, Arrival.GIVEN_DOMAIN);
    }

    private void saved(RealmFacts before, RealmModel realm, Arrival arrival) {
        checkNumbers(before, realm);
        ContextRealm.run(session, realm, () -> {
            TenantProvider.of(session).index(realm);
            Optional<Tenant> tenant = Tenant.of(realm);
            if (tenant.isPresent()) {
                each(
                        before.isTenant()
                                ? part -> part.changed(tenant.get())
                                : part -> part.became(tenant.get(), arrival));
            } else if (before.isTenant()) {
                each(part -> part.ceased(realm));
            }
        });
    }

    /** Only what the change is about: a value from before must not stand in the way of other changes. */
    private void checkNumbers(RealmFacts before, RealmModel realm) {
        each(part -> part.numbers().stream()
                .filter(number -> !Objects.equals(before.attribute(number.name()), realm.getAttribute(number.name())))
                .forEach(number -> number.check(realm)));
    }

    private void each(Consumer<TenantLifecycle> work) {
        parts().forEach(part -> work.accept(session.getProvider(TenantLifecycle.class, part)));
    }

    private List<String> parts() {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(TenantLifecycle.class)
                .sorted(Comparator.comparingInt(ProviderFactory::order))
                .map(ProviderFactory::getId)
                .toList();
    }

    /** Tells of a realm that became a tenant while nobody was told. */
    void foundAtStartUp(String realmId) {
        parts().forEach(part -> tellAtStartUp(part, realmId));
    }

    /** Tells of a realm that ceased to be a tenant while nobody was told. */
    void ceasedAtStartUp(RealmModel realm) {
        each(part -> part.ceased(realm));
    }

    /** Brings tenants of earlier versions to where a new one is. */
    void catchUp() {
        for (String part : parts()) {
            KeycloakModelUtils.runJobInTransactionWithResult(
                            session.getKeycloakSessionFactory(),
                            other -> List.copyOf(other.getProvider(TenantLifecycle.class, part)
                                    .behind()))
                    .forEach(realmId -> tellAtStartUp(part, realmId));
        }
    }

    /** In a transaction of its own: what one capability refuses in one tenant concerns no other. */
    private void tellAtStartUp(String part, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), other -> {
                Tenant tenant = Tenant.of(other.realms().getRealm(realmId)).orElse(null);
                if (tenant != null) {
                    ContextRealm.run(other, tenant.realm(), () -> other.getProvider(TenantLifecycle.class, part)
                            .became(tenant, Arrival.START_UP));
                }
            });
        } catch (ModelException e) {
            LOG.errorf("Tenant %s (%s): %s", realmId, part, e.getMessage());
        }
    }
}
