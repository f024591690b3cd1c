package io.keycloakpbx.extension;

import io.keycloakpbx.store.Database;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;

/** Makes {@link ExtensionProvider}s on Keycloak's own database. */
public final class JpaExtensionProviderFactory implements ExtensionProviderFactory {

    static final String ID = "jpa";

    @Override
    public ExtensionProvider create(KeycloakSession session) {
        return new JpaExtensionProvider(Database.entities(session));
    }

    /** Removed users that have no row in Keycloak's tables are out of reach of the foreign keys. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof UserModel.UserRemovedEvent removed) {
                removed.getKeycloakSession()
                        .getProvider(ExtensionProvider.class)
                        .removeUser(removed.getUser().getId());
            }
        });
    }

    @Override
    public String getId() {
        return ID;
    }
}
