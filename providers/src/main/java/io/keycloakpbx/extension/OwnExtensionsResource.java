package io.keycloakpbx.extension;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The extensions of the user whose token a request carries. */
@ReliesOn("org.keycloak.services.managers.AuthenticationManager: what a verified access token says")
@Tag(name = "Extensions")
public class OwnExtensionsResource {

    private final KeycloakSession session;
    private final RealmEndpoint endpoint;

    OwnExtensionsResource(KeycloakSession session) {
        this.session = session;
        this.endpoint = new RealmEndpoint(session, RefusalRenderer.ADMIN, "GET");
    }

    /** The extensions that the user manages. 401 without a valid token of this realm. */
    @GET
    @Path("me")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listOwnExtensions", summary = "Lists the extensions that the user of the token manages")
    @SecurityRequirement(name = "bearer")
    @APIResponse(
            responseCode = "200",
            description = "The extensions",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = OwnExtensionRepresentation.class)))
    @APIResponse(responseCode = "401", ref = "Refused")
    @APIResponse(responseCode = "403", ref = "Refused")
    @APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
    public Response own() {
        UserModel user = endpoint.requireCaller().user();
        List<OwnExtensionRepresentation> owned = session
                .getProvider(ExtensionProvider.class)
                .ownedExtensions(session.getContext().getRealm(), user.getId())
                .stream()
                .map(OwnExtensionRepresentation::of)
                .toList();
        return Response.ok(owned).build();
    }

    /** Answers a browser that asks before it calls. */
    @OPTIONS
    @Path("me")
    @Operation(hidden = true)
    public Response preflight() {
        return endpoint.preflight();
    }
}
