package io.keycloakpbx.usergroup;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import org.keycloak.models.GroupModel.GroupCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes {@link UserGroupProvider}s on Keycloak's own database. */
public final class JpaUserGroupProviderFactory implements UserGroupProviderFactory {

    @Override
    public UserGroupProvider create(KeycloakSession session) {
        return new JpaUserGroupProvider(session);
    }

    /** Groups of the admin console are numbered with the next list; those of an import as well, if only seconds later. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof GroupCreatedEvent created && created.getRealm() != null) {
                created.getKeycloakSession()
                        .getProvider(NumberProvider.class)
                        .noteNew(created.getRealm(), NumberKind.GROUP);
            }
        });
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
