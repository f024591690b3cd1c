package io.keycloakpbx.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/**
 * Takes a {@code Content-Type} that is none ({@code nonsense}), and multipart, which no resource of ours reads, for one
 * that nobody knows. Keycloak's own filters answer the first with 500, and the server parses the second before it asks
 * who sends it, files and all, and answers 500 where it is malformed. The filter is global to the server, so it leaves
 * every path alone that is not ours.
 */
@Provider
@PreMatching
public class ContentTypeFilter implements ContainerRequestFilter {

    private static final Pattern PATH =
            Pattern.compile("/?(admin/realms/[^/]+/(tenants|communication_manager|pbx-data|security-keys)"
                    + "|realms/[^/]+/(api|security-keys|extensions|\\.well-known/webfinger))(/.*)?");

    @Override
    public void filter(ContainerRequestContext request) {
        String type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        if (type != null
                && !isReadable(type)
                && PATH.matcher(request.getUriInfo().getPath()).matches()) {
            request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
        }
    }

    private static boolean isReadable(String type) {
        try {
            return !MediaType.valueOf(type).getType().equalsIgnoreCase("multipart");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
