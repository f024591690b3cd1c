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
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessTokenResponse;

/**
 * Turns the authorization schemes of legacy PBX clients into the bearer tokens that Keycloak takes, before the resource
 * is looked for. The filter is global to the server, so it leaves every path alone that is not ours, and a request whose
 * credentials do not sign in as it is: Keycloak's own 401 follows.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class LegacyAuthorizationFilter implements ContainerRequestFilter, ContainerResponseFilter {

    /** The paths that take Basic, and the realm in them. */
    private static final Pattern BASIC_PATH = Pattern.compile("/?admin/realms/([^/]+)/communication_manager/.*");

    private static final String SESSION = LegacyAuthorizationFilter.class.getName() + ".session";
    private static final String EXECUTOR = "pbx-basic-sign-in";

    @Context
    KeycloakSession session;

    @Override
    public void filter(ContainerRequestContext request) {
        List<String> headers = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        BasicCredentials credentials =
                headers != null && headers.size() == 1 ? BasicCredentials.of(headers.get(0)) : null;
        if (credentials == null) {
            return;
        }
        Matcher path = BASIC_PATH.matcher(request.getUriInfo().getPath());
        if (path.matches()) {
            signIn((ResteasyReactiveContainerRequestContext) request, path.group(1), credentials);
        }
    }

    /** Requests are on the event loop here, where nothing may wait for a database or hash a password. */
    private void signIn(
            ResteasyReactiveContainerRequestContext request, String realmName, BasicCredentials credentials) {
        BasicSignIn basic = new BasicSignIn(session);
        Executor executor = executor();
        request.suspend();
        executor.execute(() -> {
            try {
                AccessTokenResponse tokens = basic.signIn(realmName, credentials);
                if (tokens != null) {
                    request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + tokens.getToken());
                    request.setProperty(SESSION, (Runnable) () -> basic.signOut(realmName, tokens.getSessionState()));
                }
                request.resume();
            } catch (Throwable t) {
                request.resume(t);
            }
        });
    }

    /** The session is for this request only: a client that polls would otherwise leave thousands. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(SESSION) instanceof Runnable signOut) {
            request.removeProperty(SESSION);
            executor().execute(signOut);
        }
    }

    private Executor executor() {
        return session.getProvider(ExecutorsProvider.class).getExecutor(EXECUTOR);
    }
}
