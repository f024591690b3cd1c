package io.keycloakpbx.operatorrole;

import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel.RoleNameChangeEvent;

/** That a realm role has another name: mappers of identity providers that name it follow. */
@ReliesOn("org.keycloak.models.RoleModel.RoleNameChangeEvent: Keycloak's own resource publishes it, not the model")
record RenamedRole(KeycloakSession session, RealmModel realm, String previousName, String newName)
        implements RoleNameChangeEvent {

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
        return null;
    }

    @Override
    public KeycloakSession getKeycloakSession() {
        return session;
    }
}
