package io.keycloakpbx.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.util.TokenUtil;

/**
 * Turns the authorization schemes of legacy PBX clients into the access tokens that Keycloak takes, before the resource is
 * looked for. Which resource takes which scheme, its factory says. The filter is global to the server and leaves every
 * other path alone, and a request whose credentials open nothing as it is: Keycloak's own 401 follows.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class LegacyAuthorizationFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String AFTERWARDS = LegacyAuthorizationFilter.class.getName() + ".afterwards";
    private static final String EXECUTOR = "pbx-legacy-authorization";

    @Context
    KeycloakSession session;

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<Mounts.Place> place = hasToken(request)
                ? Optional.empty()
                : Mounts.place(request.getUriInfo().getPath());
        if (place.isEmpty() || !(place.get().factory() instanceof LegacyClients clients)) {
            return;
        }
        LegacyRequest legacy = new LegacyRequest(place.get().realm(), origin(request), request.getHeaders());
        clients.schemes().stream()
                .map(id -> session.getProvider(LegacySchemeProvider.class, id))
                .filter(Objects::nonNull)
                .flatMap(scheme -> scheme.authorize(legacy).stream())
                .findFirst()
                .ifPresent(authorization ->
                        exchange((ResteasyReactiveContainerRequestContext) request, clients, authorization));
    }

    private static boolean hasToken(ContainerRequestContext request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && SignedToken.isTokenScheme(header.split(" ", 2)[0]);
    }

    private static String origin(ContainerRequestContext request) {
        URI base = request.getUriInfo().getBaseUri();
        return base.getScheme() + "://" + base.getRawAuthority();
    }

    /** Requests are on the event loop here, where nothing may wait. */
    private static void exchange(
            ResteasyReactiveContainerRequestContext request,
            LegacyClients clients,
            CompletionStage<LegacyAuthorization> authorization) {
        request.suspend();
        authorization.whenComplete((outcome, failure) -> {
            if (failure != null) {
                request.resume(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                return;
            }
            if (outcome instanceof LegacyAuthorization.Refused refused) {
                // This resumes, too.
                request.abortWith(clients.refusals().render(refused.refusal()));
                return;
            }
            if (outcome instanceof LegacyAuthorization.Token token) {
                authorize(request, token);
            }
            request.resume();
        });
    }

    private static void authorize(ContainerRequestContext request, LegacyAuthorization.Token token) {
        request.getHeaders()
                .putSingle(
                        HttpHeaders.AUTHORIZATION,
                        TokenUtil.TOKEN_TYPE_BEARER
                                + ' '
                                + (SignedToken.isAccessToken(token.token()) ? token.token() : RequestFilter.NO_TOKEN));
        request.setProperty(AFTERWARDS, token.afterwards());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(AFTERWARDS) instanceof Runnable afterwards) {
            request.removeProperty(AFTERWARDS);
            session.getProvider(ExecutorsProvider.class).getExecutor(EXECUTOR).execute(afterwards);
        }
    }
}
