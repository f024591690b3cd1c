package io.keycloakpbx.discovery;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Gives WebFinger's answers the media type of RFC 7033: Keycloak labels every well-known document as plain JSON. And the
 * answer is for every origin, with or without an {@code Origin} header, so that shared caches may keep it.
 */
@Provider
public class WebFingerContentType implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getUriInfo().getPath().endsWith("/.well-known/" + WebFingerProviderFactory.ID)) {
            if (response.getStatus() == 200) {
                response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, "application/jrd+json");
            }
            response.getHeaders().putSingle("Access-Control-Allow-Origin", "*");
        }
    }
}
