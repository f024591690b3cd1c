package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.AdminEventListener;
import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.GroupModel.GroupUpdatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Hears of what administrators do to the groups of users, and to the branches of either. */
@ReliesOn(
        "org.keycloak.models.GroupModel.GroupUpdatedEvent, admin events: their paths have the ids of users, in partial imports"
                + " too; a group that moves has its event only in the model")
public final class BranchListener implements AdminEventListener {

    @Override
    public void onEvent(KeycloakSession session, AdminEvent event) {
        if (event.getOperationType() != OperationType.DELETE) {
            BranchGuard.asked(session, event.getRealmId(), event.getResourcePath());
        }
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof GroupUpdatedEvent updated) {
                BranchGuard.changed(
                        updated.getKeycloakSession(), updated.getGroup().getId());
            }
        });
    }

    @Override
    public String getId() {
        return "pbx-branches";
    }
}
