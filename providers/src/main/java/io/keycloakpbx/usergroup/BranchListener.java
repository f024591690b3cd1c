package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.GroupModel.GroupUpdatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Hears of what administrators do to the groups of users, and to the branches of either. */
@ReliesOn(
        "org.keycloak.models.GroupModel.GroupUpdatedEvent, admin events: their paths have the ids of users, in partial imports"
                + " too; a group that moves has its event only in the model")
public final class BranchListener implements EventListenerProviderFactory, PlainProviderFactory<EventListenerProvider> {

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                // Users do not choose their branch.
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                if (event.getOperationType() != OperationType.DELETE) {
                    BranchGuard.asked(session, event.getRealmId(), event.getResourcePath());
                }
            }

            @Override
            public void close() {}
        };
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

    /** Every realm, as a tenant's administrator could otherwise switch the rule off. */
    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "pbx-branches";
    }
}
