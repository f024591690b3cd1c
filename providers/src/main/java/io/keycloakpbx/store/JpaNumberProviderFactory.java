package io.keycloakpbx.store;

import java.util.Set;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Keeps numbers in the database. */
public final class JpaNumberProviderFactory implements NumberProviderFactory {

    private final Looks looks = new Looks(System::nanoTime);

    @Override
    public NumberProvider create(KeycloakSession session) {
        return new JpaNumberProvider(session, looks);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RealmModel.RealmRemovedEvent removed) {
                looks.forget(removed.getRealm().getId());
            }
        });
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "jpa";
    }
}
