package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The life of tenants is told by admin events of the realm of system administrators, which Keycloak stores if told to. */
final class LifeOnRecord {

    private static final Logger LOG = Logger.getLogger(LifeOnRecord.class);

    private LifeOnRecord() {}

    /** Says in the log that there are tenants and nothing is stored. */
    static void check(KeycloakSession session) {
        RealmModel realm = session.realms().getRealmByName(AdministrationRealm.NAME);
        if (!realm.isAdminEventsEnabled() && TenantProvider.of(session).count(TenantQuery.ALL) > 0) {
            LOG.warnf(
                    "Admin events of realm %1$s are off: nobody can look up who made, suspended or removed a tenant."
                            + " Switch them on: kcadm.sh update events/config -r %1$s -s adminEventsEnabled=true"
                            + " -s adminEventsDetailsEnabled=true",
                    realm.getName());
        }
    }
}
