package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;

/**
 * Where the server has mounted resources of this bundle: what the ids of their factories say. Filters are global to the
 * server and leave every other path alone.
 */
@ReliesOn("org.keycloak.wellknown.WellKnownProvider: what is mounted below .well-known")
public final class Mounts {

    private static final String BUNDLE = "io.keycloakpbx.";
    private static final String ADMIN = "admin";
    private static final String REALMS = "realms";
    private static final String WELL_KNOWN = ".well-known";

    /** Root resources below a realm's {@code .well-known}: where Keycloak has a path of its own, no factory mounts any. */
    private static final Set<String> WELL_KNOWN_RESOURCES = Set.of("webfinger");

    /**
     * A place below which a resource of ours is.
     *
     * @param factory the resource's factory, or null where it is a root resource, which has none
     * @param admin whether it is part of the Admin API, where Keycloak reads the access token
     * @param realm the name of the realm in the path
     * @param rest what comes after the resource's id, without the slash
     * @param server makes sessions of the server
     */
    record Place(ProviderFactory<?> factory, boolean admin, String realm, String rest, KeycloakSessionFactory server) {

        /**
         * Whether no realm can have the name, and no database might be asked for it: PostgreSQL fails on the null
         * character. Nothing else that it fails on is left in a path that has been decoded.
         */
        boolean isOfNoRealm() {
            return realm.indexOf('\0') >= 0;
        }
    }

    /** What the server has mounted, once it has begun. Filters ask for each request, and not all have a session. */
    private static volatile Optional<Mounts> installed = Optional.empty();

    private final KeycloakSessionFactory factory;
    private final Map<String, ProviderFactory<?>> resources = new HashMap<>();
    private final Map<String, ProviderFactory<?>> adminResources = new HashMap<>();

    private Mounts(KeycloakSessionFactory factory) {
        this.factory = factory;
        collect(factory, RealmResourceProvider.class, resources);
        collect(factory, AdminRealmResourceProvider.class, adminResources);
    }

    /** Called when the server begins and knows all factories. */
    static void install(KeycloakSessionFactory factory) {
        installed = Optional.of(new Mounts(factory));
    }

    /** Whether a path leads to a resource of ours. */
    public static boolean isOurs(String path) {
        return place(path).isPresent();
    }

    /** Where a path leads, if to a resource of ours. */
    static Optional<Place> place(String path) {
        return installed.flatMap(mounts -> mounts.placeOf(path));
    }

    private static void collect(
            KeycloakSessionFactory factory, Class<? extends Provider> spi, Map<String, ProviderFactory<?>> into) {
        factory.getProviderFactoriesStream(spi)
                .filter(of -> of.getClass().getName().startsWith(BUNDLE))
                .forEach(of -> into.put(of.getId(), of));
    }

    private Optional<Place> placeOf(String path) {
        String[] segments =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toArray(String[]::new);
        boolean admin = segments.length > 0 && segments[0].equals(ADMIN);
        int at = admin ? 1 : 0;
        if (segments.length < at + 3 || !segments[at].equals(REALMS)) {
            return Optional.empty();
        }
        String realm = segments[at + 1];
        String mount = segments[at + 2];
        if (!admin && mount.equals(WELL_KNOWN)) {
            return segments.length > at + 3 && WELL_KNOWN_RESOURCES.contains(segments[at + 3])
                    ? Optional.of(new Place(null, false, realm, segments[at + 3], factory))
                    : Optional.empty();
        }
        return Optional.ofNullable((admin ? adminResources : resources).get(mount))
                .map(found -> new Place(
                        found,
                        admin,
                        realm,
                        String.join("/", Arrays.asList(segments).subList(at + 3, segments.length)),
                        factory));
    }
}
