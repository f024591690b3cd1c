package io.keycloakpbx.http;

import io.vertx.core.Context;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What each answer of our resources carries, also where it is Keycloak that refuses: no cache keeps it, and a 401 says how
 * to authorize. The filter is global to the server and leaves every other path alone.
 */
@Provider
public class ResponseFilter implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Mounts.place(request.getUriInfo().getPath()).ifPresent(place -> {
            MultivaluedMap<String, Object> headers = response.getHeaders();
            // A root resource of ours is a public document, which caches may keep.
            if (place.factory() != null && !headers.containsKey(HttpHeaders.CACHE_CONTROL)) {
                headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            }
            if (response.getStatus() == Response.Status.UNAUTHORIZED.getStatusCode()) {
                List<Object> challenges = new ArrayList<>(legacy(place));
                challenges.add(Refusal.BEARER);
                // Clients that know one scheme only look at the first challenge.
                headers.put(HttpHeaders.WWW_AUTHENTICATE, challenges);
            }
        });
    }

    private static List<String> legacy(Mounts.Place place) {
        // On the event loop, where nothing may wait for the database, nobody is challenged.
        if (!(place.factory() instanceof LegacyClients clients) || Context.isOnEventLoopThread()) {
            return List.of();
        }
        // The request's own session may have failed.
        return KeycloakModelUtils.runJobInTransactionWithResult(place.server(), own -> {
            RealmModel realm = own.realms().getRealmByName(place.realm());
            return realm == null
                    ? List.of()
                    : clients.schemes().stream()
                            .map(id -> own.getProvider(LegacySchemeProvider.class, id))
                            .filter(Objects::nonNull)
                            .flatMap(scheme -> scheme.challenge(realm).stream())
                            .toList();
        });
    }
}
