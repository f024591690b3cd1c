package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/**
 * Where the server has mounted resources of this bundle: what the ids of their factories say. Filters are global to the
 * server and leave every other path alone.
 */
@ReliesOn("org.keycloak.wellknown.WellKnownProvider: what is mounted below .well-known")
final class Mounts {

    private static final String BUNDLE = "io.keycloakpbx.";
    private static final String ADMIN = "admin";
    private static final String REALMS = "realms";
    private static final String WELL_KNOWN = ".well-known";

    /**
     * A place below which a resource of ours is.
     *
     * @param factory the resource's factory
     * @param admin whether it is part of the Admin API, where Keycloak reads the access token
     * @param realm the name of the realm in the path
     * @param server makes sessions of the server
     */
    record Place(ProviderFactory<?> factory, boolean admin, String realm, KeycloakSessionFactory server) {}

    /** What the server has mounted, once it has begun. Filters ask for each request, and not all have a session. */
    private static volatile Optional<Mounts> installed = Optional.empty();

    private final KeycloakSessionFactory factory;
    private final Map<String, ProviderFactory<?>> resources = new HashMap<>();
    private final Map<String, ProviderFactory<?>> adminResources = new HashMap<>();
    private final Map<String, ProviderFactory<?>> wellKnown = new HashMap<>();

    private Mounts(KeycloakSessionFactory factory) {
        this.factory = factory;
        collect(factory, RealmResourceProvider.class, resources);
        collect(factory, AdminRealmResourceProvider.class, adminResources);
        collect(factory, WellKnownProvider.class, wellKnown);
    }

    /** Called when the server begins and knows all factories. */
    static void install(KeycloakSessionFactory factory) {
        installed = Optional.of(new Mounts(factory));
    }

    /** Where a path leads, if to a resource of ours. */
    static Optional<Place> place(String path) {
        return installed.flatMap(mounts -> mounts.placeOf(path));
    }

    private static void collect(
            KeycloakSessionFactory factory, Class<? extends Provider> spi, Map<String, ProviderFactory<?>> into) {
        factory.getProviderFactoriesStream(spi)
                .filter(of -> of.getClass().getName().startsWith(BUNDLE))
                .forEach(of ->
                        into.put(of instanceof WellKnownProviderFactory named ? named.getAlias() : of.getId(), of));
    }

    private Optional<Place> placeOf(String path) {
        String[] segments =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toArray(String[]::new);
        boolean admin = segments.length > 0 && segments[0].equals(ADMIN);
        int at = admin ? 1 : 0;
        if (segments.length < at + 3 || !segments[at].equals(REALMS)) {
            return Optional.empty();
        }
        ProviderFactory<?> found;
        if (admin) {
            found = adminResources.get(segments[at + 2]);
        } else if (segments[at + 2].equals(WELL_KNOWN)) {
            found = segments.length > at + 3 ? wellKnown.get(segments[at + 3]) : null;
        } else {
            found = resources.get(segments[at + 2]);
        }
        return Optional.ofNullable(found).map(resource -> new Place(resource, admin, segments[at + 1], factory));
    }
}
