package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.keycloak.OAuth2Constants;
import org.keycloak.util.TokenUtil;

/**
 * Keeps from the server, on our paths, what it fails on before a resource of ours is asked. The filter is global to the
 * server and leaves every other path alone.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - RequestFilter.BEFORE)
@ReliesOn({
    "org.keycloak.quarkus.runtime.integration.resteasy.KeycloakHandlerChainCustomizer: forms are parsed for every resource,"
            + " unless they have been already",
    "org.keycloak.services.resources.admin.AdminRoot: reads the claims of a token before it is verified"
})
public class RequestFilter implements ContainerRequestFilter {

    static final int BEFORE = 100;

    /** What Keycloak refuses as it refuses every token that is none. */
    static final String NO_TOKEN = "malformed";

    private static final String ADMIN_REALMS = "/admin/realms/";
    private static final String REALMS = "/realms/";

    /** What Keycloak answers where there is no such realm. */
    private static final String NO_REALM = "{\"error\":\"Realm does not exist\"}";

    @Override
    public void filter(ContainerRequestContext request) {
        Mounts.place(request.getUriInfo().getPath()).ifPresent(place -> {
            if (place.isOfNoRealm()) {
                request.abortWith(Response.status(Response.Status.NOT_FOUND)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(NO_REALM)
                        .build());
                return;
            }
            if (place.admin() && place.factory() instanceof OpenOperations open && open.isOpen(place.rest())) {
                moveBelowRealms(request);
            }
            leaveBodyUnread((ResteasyReactiveContainerRequestContext) request);
            replaceMalformedTokens(request.getHeaders());
        });
    }

    /** Clients with one base URL send to the Admin API what is for who is not signed in. */
    private static void moveBelowRealms(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        request.setRequestUri(UriBuilder.fromUri(uri)
                .replacePath(uri.getRawPath().replaceFirst(ADMIN_REALMS, REALMS))
                .build());
    }

    /**
     * The server parses forms, files and all, before it asks who sends them, and logs those that are malformed; it leaves
     * what has been parsed already. It answers content types that are none with 500.
     */
    private static void leaveBodyUnread(ResteasyReactiveContainerRequestContext request) {
        if (request.getServerRequestContext() instanceof ResteasyReactiveRequestContext server) {
            server.setFormData(new FormData(0));
        }
        MultivaluedMap<String, String> headers = request.getHeaders();
        List<String> types = headers.get(HttpHeaders.CONTENT_TYPE);
        if (types == null) {
            return;
        }
        String type = types.size() == 1 ? quoted(types.get(0)) : MediaType.APPLICATION_OCTET_STREAM;
        headers.putSingle(HttpHeaders.CONTENT_TYPE, isForm(type) ? MediaType.APPLICATION_OCTET_STREAM : type);
    }

    /** CostGuard's examples begin the text of the last parameter with a quotation mark, and do not end it. */
    private static String quoted(String type) {
        return type.chars().filter(c -> c == '"').count() == 1 && !type.endsWith("\"") ? type + '"' : type;
    }

    /** Whether a content type is that of a form, or none at all: resources of ours read their bodies themselves. */
    private static boolean isForm(String text) {
        try {
            MediaType type = MediaType.valueOf(text);
            return type.getType().equalsIgnoreCase("multipart")
                    || MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type) && !type.isWildcardType();
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** Keycloak fails on tokens and proofs that lack what each has; what is no token at all it refuses. */
    private static void replaceMalformedTokens(MultivaluedMap<String, String> headers) {
        List<String> authorizations = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorizations != null && (authorizations.size() != 1 || isMalformed(authorizations.get(0)))) {
            headers.putSingle(HttpHeaders.AUTHORIZATION, TokenUtil.TOKEN_TYPE_BEARER + ' ' + NO_TOKEN);
        }
        List<String> proofs = headers.get(OAuth2Constants.DPOP_HTTP_HEADER);
        if (proofs != null && (proofs.size() != 1 || !SignedToken.isProof(proofs.get(0)))) {
            headers.putSingle(OAuth2Constants.DPOP_HTTP_HEADER, NO_TOKEN);
        }
    }

    private static boolean isMalformed(String authorization) {
        int space = authorization.indexOf(' ');
        return SignedToken.isTokenScheme(space < 0 ? authorization : authorization.substring(0, space))
                && (space < 0 || !SignedToken.isAccessToken(authorization.substring(space + 1)));
    }
}
