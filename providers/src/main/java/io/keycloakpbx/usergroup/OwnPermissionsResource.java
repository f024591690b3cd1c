package io.keycloakpbx.usergroup;

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
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What the user may do whose token a request carries. Why, only administrators are told: it names groups. */
@ReliesOn("org.keycloak.services.managers.AuthenticationManager: what a verified access token says")
@Tag(name = "User groups")
public class OwnPermissionsResource {

    private final KeycloakSession session;
    private final RealmEndpoint endpoint;

    OwnPermissionsResource(KeycloakSession session) {
        this.session = session;
        this.endpoint = new RealmEndpoint(session, RefusalRenderer.ADMIN, "GET");
    }

    /** All permissions, by name in ASCII order, and whether the user has them. 401 without a valid token of this realm. */
    @GET
    @Path("me")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listOwnPermissions", summary = "Tells what the user of the token may do")
    @SecurityRequirement(name = "bearer")
    @APIResponse(
            responseCode = "200",
            description = "The permissions",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = OwnPermissionRepresentation.class)))
    @APIResponse(responseCode = "401", ref = "Refused")
    @APIResponse(responseCode = "403", ref = "Refused")
    @APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
    public Response own() {
        UserModel user = endpoint.requireCaller().user();
        RealmModel realm = session.getContext().getRealm();
        PbxPermissionProvider permissions = session.getProvider(PbxPermissionProvider.class);
        PermissionLabels labels = PermissionLabels.of(permissions.permissions(realm));
        List<OwnPermissionRepresentation> own = permissions.effective(realm, user).permissions().stream()
                .map(permission -> OwnPermissionRepresentation.of(permission, labels))
                .toList();
        return Response.ok(own).build();
    }

    /** Answers a browser that asks before it calls. */
    @OPTIONS
    @Path("me")
    @Operation(hidden = true)
    public Response preflight() {
        return endpoint.preflight();
    }
}
