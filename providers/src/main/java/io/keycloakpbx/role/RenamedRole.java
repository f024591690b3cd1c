package io.keycloakpbx.role;

import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.RoleModel.RoleNameChangeEvent;
import org.keycloak.models.cache.CacheRealmProvider;

/** That a role has another name: mappers of identity providers that name it follow. */
@ReliesOn({
    "org.keycloak.models.RoleModel.RoleNameChangeEvent: Keycloak's own resource publishes it, not the model",
    "org.keycloak.models.cache.CacheRealmProvider: forgets that nobody was called so"
})
public final class RenamedRole implements RoleNameChangeEvent {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String clientId;
    private final String previousName;
    private final String newName;

    private RenamedRole(
            KeycloakSession session, RealmModel realm, String clientId, String previousName, String newName) {
        this.session = session;
        this.realm = realm;
        this.clientId = clientId;
        this.previousName = previousName;
        this.newName = newName;
    }

    /** Gives a role of a realm, or of a client of it, another name, and tells of it. */
    public static void rename(KeycloakSession session, RealmModel realm, RoleModel role, String name) {
        String before = role.getName();
        String clientId = role.getContainer() instanceof ClientModel client ? client.getClientId() : null;
        role.setName(name);
        // That nobody was called so may be what it remembers.
        session.getProvider(CacheRealmProvider.class)
                .registerRoleInvalidation(role.getId(), name, role.getContainerId());
        session.getKeycloakSessionFactory().publish(new RenamedRole(session, realm, clientId, before, name));
    }

    @Override
    public RealmModel getRealm() {
        return realm;
    }

    @Override
    public String getNewName() {
        return newName;
    }

    @Override
    public String getPreviousName() {
        return previousName;
    }

    @Override
    public String getClientId() {
        return clientId;
    }

    @Override
    public KeycloakSession getKeycloakSession() {
        return session;
    }
}
