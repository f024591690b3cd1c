package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.services.managers.RealmManager;

/**
 * Removes a realm as the Admin API does, in a time that does not grow with the number of other realms. Where Keycloak removes the
 * realm's client in the administration realm, it looks through its whole cache of realms for each of the client's twenty
 * roles, on each node. Where they have gone before, it looks for the client and for the realm alone. The realm's events go, too.
 */
@ReliesOn({
    "org.keycloak.services.managers.RealmManager: removes realms as the Admin API does",
    "org.keycloak.models.cache.CacheRealmProvider: forgets a role on all nodes. Whatever in the cache names a role that cannot be"
            + " found any more is read from the database when it is used"
})
final class RealmRemoval {

    private final KeycloakSession session;

    RealmRemoval(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Removes a realm, in the session's transaction, which should have locked it.
     *
     * @return false if it was not there any more
     */
    boolean remove(RealmModel realm) {
        if (realm.getMasterAdminClient() != null) {
            removeRoles(realm.getMasterAdminClient());
        }
        removeEvents(session, realm);
        return new RealmManager(session).removeRealm(realm);
    }

    /** Keycloak leaves them, with names and addresses of people, and nothing removes them later. */
    static void removeEvents(KeycloakSession session, RealmModel realm) {
        EventStoreProvider events = session.getProvider(EventStoreProvider.class);
        if (events != null) {
            events.clear(realm);
            events.clearAdmin(realm);
        }
    }

    private void removeRoles(ClientModel administration) {
        CacheRealmProvider cache = session.getProvider(CacheRealmProvider.class);
        if (cache != null) {
            administration.getRolesStream().toList().forEach(role -> forget(cache, role));
            // It has all of them. Who else has one finds out.
            forget(cache, administration.getRealm().getRole(AdminRoles.ADMIN));
        }
        session.roles().removeRoles(administration);
    }

    private static void forget(CacheRealmProvider cache, RoleModel role) {
        cache.registerRoleInvalidation(role.getId(), role.getName(), role.getContainerId());
    }
}
