package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** How much there is in a tenant, and would go with it. */
@ReliesOn("org.keycloak.models.jpa.session.PersistentUserSessionEntity: how many sessions of a realm are kept")
final class TenantContents {

    /** The flag of sessions that are not offline ones, and that of those which are. */
    private static final String ONLINE = "0";

    private static final String OFFLINE = "1";

    private final KeycloakSession session;
    private final EntityManager em;

    TenantContents(KeycloakSession session, EntityManager em) {
        this.session = session;
        this.em = em;
    }

    /** The numbers, by what they count. */
    Map<String, Long> of(RealmModel realm) {
        Map<String, Long> contents = new TreeMap<>();
        ContextRealm.run(session, realm, () -> {
            contents.put("users", (long) session.users().getUsersCount(realm));
            contents.put("groups", session.groups().getGroupsCount(realm, false));
            contents.put("identityProviders", session.identityProviders().count());
            contents.put("sessions", sessions(realm, ONLINE));
            contents.put("offlineSessions", sessions(realm, OFFLINE));
            contents.putAll(new TenantLife(session).contents(realm));
        });
        return contents;
    }

    private long sessions(RealmModel realm, String offline) {
        return em.createQuery(
                        "select count(p) from PersistentUserSessionEntity p where p.realmId = :realm and p.offline = :offline",
                        Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("offline", offline)
                .getSingleResult();
    }
}
