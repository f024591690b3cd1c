package io.keycloakpbx.extension;

import io.keycloakpbx.http.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The users that can manage extensions of a server: those of the realm. */
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "401", ref = "RefusedText")
@APIResponse(responseCode = "403", ref = "RefusedText")
@APIResponse(responseCode = "404", ref = "RefusedText")
@APIResponse(responseCode = "503", ref = "RefusedText")
public class PbxUsersResource {

    private final ExtensionRequest request;
    private final String serverId;

    PbxUsersResource(ExtensionRequest request, String serverId) {
        this.request = request;
        this.serverId = serverId;
    }

    /**
     * Lists the users by name, without service accounts; {@code search} as in Keycloak's user list,
     * {@code X-Total-Count} the number of those found.
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listPbxUsers", summary = "Lists the users by name")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-10000")
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "As in Keycloak's list of users",
            schema = @Schema(type = SchemaType.STRING, maxLength = 255))
    @APIResponse(
            responseCode = "200",
            description = "The users",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PbxUserRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "RefusedText")
    public Response list() {
        request.requireView();
        Page page = request.page();
        String search = request.search();
        request.requireServer(serverId);
        FoundUsers found = request.session()
                .getProvider(PbxUserProvider.class)
                .search(request.realm(), search, request.viewed(), page.first(), page.max());
        return Page.answer(found.users().stream().map(PbxUserRepresentation::of).toList(), found.total());
    }

    /**
     * Creates a user. Errors in this order: 412 without user name, 412 without password, 409 for a user name that
     * exists.
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createPbxUser", summary = "Creates a user")
    @RequestBodySchema(PbxUserBody.class)
    @APIResponse(responseCode = "400", ref = "RefusedText")
    @APIResponse(responseCode = "409", ref = "RefusedText")
    @APIResponse(responseCode = "412", ref = "RefusedText")
    @APIResponseSchema(value = PbxUserRepresentation.class, responseCode = "200", responseDescription = "The user")
    public PbxUserRepresentation create(InputStream body) {
        request.requireManage();
        request.requireServer(serverId);
        PbxUserInput input = PbxUserInput.read(body);
        PbxUsers users = request.users();
        return users.toRepresentation(users.create(input));
    }
}
