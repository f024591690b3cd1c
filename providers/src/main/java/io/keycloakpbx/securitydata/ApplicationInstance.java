package io.keycloakpbx.securitydata;

import java.util.function.Function;
import org.keycloak.models.ClientModel;

/**
 * An application in an environment: a client of a realm.
 *
 * @param application null where the client names none that is there
 * @param environment null where it is in all environments
 * @param relyingPartyUri what tokens for it are issued to
 */
public record ApplicationInstance(
        int id,
        String name,
        String description,
        Application application,
        Environment environment,
        String relyingPartyUri,
        boolean visible,
        ClientModel client) {

    /** What the application is like; null where there is none. */
    public <V> V ofApplication(Function<Application, V> value) {
        return application == null ? null : value.apply(application);
    }

    /** What the environment is like; null where it is in all of them. */
    public <V> V ofEnvironment(Function<Environment, V> value) {
        return environment == null ? null : value.apply(environment);
    }

    /** Whether its client was made for it, and is called {@link ApplicationInstances#clientId as that}. */
    public boolean isMadeForIt() {
        return application != null
                && relyingPartyUri != null
                && client.getClientId().equals(clientIdIn(environment == null ? null : environment.name()));
    }

    /** What its client is called in an environment, if it was made for the instance. */
    public String clientIdIn(String environmentName) {
        return ApplicationInstances.clientId(application.code(), environmentName, relyingPartyUri);
    }
}
