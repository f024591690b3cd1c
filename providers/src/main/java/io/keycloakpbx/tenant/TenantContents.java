package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** How much there is in a tenant: what would go with it, and what an overview of it tells. */
@ReliesOn({
    "org.keycloak.models.jpa.session.PersistentUserSessionEntity: how many sessions of a realm are kept",
    "org.keycloak.models.jpa.entities.UserEntity: how many users of a realm are disabled"
})
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

    /** What an overview tells, by what it counts. */
    Map<String, Long> figures(RealmModel realm, FiguresQuery query) {
        Map<String, Long> figures = new TreeMap<>();
        ContextRealm.run(session, realm, () -> {
            if (query.everyUser()) {
                figures.put("users", (long) session.users().getUsersCount(realm));
                figures.put("disabledUsers", disabledUsers(realm));
            }
            figures.putAll(new TenantLife(session).figures(realm, query));
        });
        return figures;
    }

    /** As Keycloak counts users: without service accounts. */
    private long disabledUsers(RealmModel realm) {
        return em.createQuery(
                        "select count(u) from UserEntity u where u.realmId = :realm and u.enabled = false"
                                + " and u.serviceAccountClientLink is null",
                        Long.class)
                .setParameter("realm", realm.getId())
                .getSingleResult();
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
