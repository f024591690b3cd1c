package io.keycloakpbx.extension;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.Uuid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ModelDuplicateException;

/** The PBX servers of a tenant. */
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "401", ref = "RefusedText")
@APIResponse(responseCode = "403", ref = "RefusedText")
@APIResponse(responseCode = "404", ref = "RefusedText")
@APIResponse(responseCode = "503", ref = "RefusedText")
public class ServersResource {

    private static final String NAME_EXISTS = "A server with the given name or id already exists.";
    private static final int NAME_LENGTH = 255;

    private final ExtensionRequest request;

    ServersResource(ExtensionRequest request) {
        this.request = request;
    }

    /** Lists the servers by name; {@code X-Total-Count} is their number. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listServers", summary = "Lists the PBX servers by name")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-10000")
    @APIResponse(
            responseCode = "200",
            description = "The servers",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ServerRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "RefusedText")
    public Response list() {
        request.requireView();
        Page page = request.page();
        ExtensionProvider extensions = request.extensions();
        return Page.answer(
                extensions.servers(request.realm(), page.first(), page.max()).stream()
                        .map(ServerRepresentation::of)
                        .toList(),
                extensions.countServers(request.realm()));
    }

    /** Creates a server from {@code name} and, if wanted, {@code id}. 201; 409 where either is taken. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createServer", summary = "Creates a PBX server")
    @RequestBodySchema(ServerRepresentation.class)
    @APIResponseSchema(value = ServerRepresentation.class, responseCode = "201", responseDescription = "The server")
    @APIResponse(responseCode = "400", ref = "RefusedText")
    @APIResponse(responseCode = "409", ref = "RefusedText")
    public Response create(InputStream body) {
        request.requireManage();
        PbxServer server;
        try {
            JsonBody json = JsonBody.read(body);
            server = request.extensions().createServer(request.realm(), uuid(json), name(json));
        } catch (InvalidBodyException e) {
            throw ContractError.badRequest(e);
        } catch (ModelDuplicateException e) {
            throw ContractError.conflict(NAME_EXISTS);
        }
        ServerRepresentation representation = ServerRepresentation.of(server);
        request.serverEvent(server.id())
                .operation(OperationType.CREATE)
                .representation(representation)
                .success();
        return Response.created(request.session()
                        .getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(server.id())
                        .build())
                .entity(representation)
                .build();
    }

    /** Gets a server; 404 where there is none of that id. */
    @GET
    @Path("{serverId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getServer", summary = "Gets a PBX server")
    @APIResponseSchema(value = ServerRepresentation.class, responseCode = "200", responseDescription = "The server")
    public ServerRepresentation get(@PathParam("serverId") String serverId) {
        request.requireView();
        return ServerRepresentation.of(request.requireServer(StorableText.id(serverId)));
    }

    /** Renames a server; 404 where there is none of that id, 409 where the name is taken. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Path("{serverId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "renameServer", summary = "Renames a PBX server")
    @RequestBodySchema(ServerRepresentation.class)
    @APIResponse(responseCode = "400", ref = "RefusedText")
    @APIResponse(responseCode = "409", ref = "RefusedText")
    @APIResponseSchema(value = ServerRepresentation.class, responseCode = "200", responseDescription = "The server")
    public ServerRepresentation rename(@PathParam("serverId") String asked, InputStream body) {
        request.requireManage();
        String serverId = StorableText.id(asked);
        ServerRepresentation representation;
        try {
            representation = request.extensions()
                    .renameServer(request.realm(), serverId, name(JsonBody.read(body)))
                    .map(ServerRepresentation::of)
                    .orElseThrow(() -> ContractError.notFound(ContractError.NO_SERVER));
        } catch (InvalidBodyException e) {
            throw ContractError.badRequest(e);
        } catch (ModelDuplicateException e) {
            throw ContractError.conflict(NAME_EXISTS);
        }
        request.serverEvent(serverId)
                .operation(OperationType.UPDATE)
                .representation(representation)
                .success();
        return representation;
    }

    /** Deletes a server with its extensions; 204, or 404 where there is none of that id. */
    @DELETE
    @Path("{serverId}")
    @Operation(operationId = "deleteServer", summary = "Deletes a PBX server with its extensions")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Response delete(@PathParam("serverId") String asked) {
        request.requireManage();
        String serverId = StorableText.id(asked);
        PbxServer server = request.requireServer(serverId);
        if (!request.extensions().removeServer(request.realm(), serverId)) {
            throw ContractError.notFound(ContractError.NO_SERVER);
        }
        request.serverEvent(serverId)
                .operation(OperationType.DELETE)
                .representation(ServerRepresentation.of(server))
                .success();
        return Response.noContent().build();
    }

    private static String name(JsonBody body) {
        String name = body.requiredString("name", NAME_LENGTH).strip();
        if (name.isEmpty()) {
            throw ContractError.badRequest("name must not be empty");
        }
        return name;
    }

    /** The UUID that the body wishes for what it creates, in lower case, or null; 400 for another text. */
    static String uuid(JsonBody body) {
        String id = body.optionalString("id", NAME_LENGTH);
        if (id == null || id.isEmpty()) {
            return null;
        }
        if (!Uuid.is(id)) {
            throw ContractError.badRequest("id must be a UUID");
        }
        return Uuid.canonical(id);
    }
}
