package io.keycloakpbx.discovery;

import io.keycloakpbx.http.KeycloakError;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.keycloak.Frontend;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.tenant.TenantProvider;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.util.JsonSerialization;

/**
 * {@code /realms/{realm}/.well-known/webfinger}: tells a PBX app that knows only a SIP address or domain where to sign in
 * (RFC 7033, OpenID Connect Discovery section 2). Says nothing about the user: every address of a tenant has the same
 * answer, at whichever realm it is asked for.
 *
 * <p>It is no {@code WellKnownProvider}, whose documents are plain JSON for who accepts that, nor a realm resource: below
 * {@code .well-known} Keycloak's own path comes before those.
 */
@ReliesOn(
        "org.keycloak.quarkus.runtime.integration.jaxrs.QuarkusKeycloakApplication: serves the root resources of providers"
                + " too, the longest path first")
@Path("/realms/{realm}/.well-known/webfinger")
@Tag(name = "Discovery")
public class WebFingerResource {

    static final String ISSUER = "http://openid.net/specs/connect/1.0/issuer";

    private static final String JRD = "application/jrd+json";

    @Context
    KeycloakSession session;

    /** The answer is for every origin, with or without an {@code Origin} header, so that shared caches may keep it. */
    @GET
    @Operation(
            operationId = "webFinger",
            summary = "Tells at which issuer the users of a SIP address or domain sign in")
    @APIResponse(
            responseCode = "200",
            description = "A descriptor (RFC 7033)",
            content = @Content(mediaType = JRD, schema = @Schema(implementation = Descriptor.class)))
    @APIResponse(
            responseCode = "400",
            description = "Not a resource that can be asked for",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = KeycloakError.class)))
    @APIResponse(responseCode = "403", ref = "RefusedByKeycloak")
    @APIResponse(
            responseCode = "404",
            description = "No tenant has this SIP domain, or no realm this name",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = KeycloakError.class)))
    public Response get(
            @PathParam("realm") String realmName,
            @Parameter(description = "acct:, sip:, sips: or https: URI, once", required = true) @QueryParam("resource")
                    List<String> resources,
            @QueryParam("rel") List<String> relations) {
        requireRealm(realmName);
        Optional<Identifier> identifier = resources.size() == 1 ? Identifier.parse(resources.get(0)) : Optional.empty();
        if (identifier.isEmpty()) {
            return refusal(
                    Response.Status.BAD_REQUEST,
                    "invalid_request",
                    "The parameter resource must be given once, as " + Identifier.FORMS);
        }
        RealmModel tenant = identifier
                .flatMap(Identifier::domain)
                .map(TenantProvider.of(session)::getRealmBySipDomain)
                .filter(RealmModel::isEnabled)
                .orElse(null);
        if (tenant == null) {
            return refusal(Response.Status.NOT_FOUND, "not_found", "No tenant has this SIP domain");
        }
        String issuer = Urls.realmIssuer(Frontend.of(session, tenant), tenant.getName());
        return answer(
                Response.Status.OK,
                JRD,
                "no-cache",
                new Descriptor(
                        resources.get(0),
                        relations.isEmpty() || relations.contains(ISSUER)
                                ? List.of(new Descriptor.Link(ISSUER, issuer))
                                : List.of()));
    }

    @OPTIONS
    @Operation(hidden = true)
    public Response preflight() {
        return Response.ok()
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "GET, OPTIONS")
                .build();
    }

    private void requireRealm(String name) {
        RealmModel realm = session.realms().getRealmByName(StorableText.id(name));
        if (realm == null) {
            throw new NotFoundException("Realm does not exist");
        }
        session.getContext().setRealm(realm);
        if (RealmEndpoint.lacksTls(session, realm)) {
            throw new ForbiddenException("HTTPS required");
        }
    }

    private static Response refusal(Response.Status status, String error, String description) {
        return answer(status, MediaType.APPLICATION_JSON, "no-store", new KeycloakError(error, description));
    }

    private static Response answer(Response.Status status, String type, String cacheControl, Object content) {
        try {
            return Response.status(status)
                    .type(type)
                    .header("Access-Control-Allow-Origin", "*")
                    .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                    .entity(JsonSerialization.writeValueAsString(content))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
