package io.keycloakpbx.extension;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.store.StorableText;
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

/** The extensions of a server. */
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "401", ref = "RefusedText")
@APIResponse(responseCode = "403", ref = "RefusedText")
@APIResponse(responseCode = "404", ref = "RefusedText")
@APIResponse(responseCode = "503", ref = "RefusedText")
public class ExtensionsResource {

    private static final String EXTENSION_EXISTS = "An extension with the given number or id already exists.";

    private final ExtensionRequest request;
    private final String serverId;

    ExtensionsResource(ExtensionRequest request, String serverId) {
        this.request = request;
        this.serverId = serverId;
    }

    /**
     * Lists the extensions by number; {@code search} is the beginning of a number or a part of a display name,
     * {@code X-Total-Count} the number of those found.
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listExtensions", summary = "Lists the extensions of a server by number")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-10000")
    @Parameter(ref = "search.extensions")
    @APIResponse(
            responseCode = "200",
            description = "The extensions",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ExtensionRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "RefusedText")
    public Response list() {
        request.requireView();
        Page page = request.page();
        String search = request.search();
        request.requireServer(serverId);
        FoundExtensions found =
                request.extensions().search(request.realm(), serverId, search, page.first(), page.max());
        return Page.answer(
                found.extensions().stream().map(ExtensionRepresentation::of).toList(), found.total());
    }

    /** Creates an extension, with the {@code id} of the body if it has one. 201; 409 where number or id is taken. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createExtension", summary = "Creates an extension")
    @RequestBodySchema(NewExtension.class)
    @APIResponseSchema(
            value = ExtensionRepresentation.class,
            responseCode = "201",
            responseDescription = "The extension")
    @APIResponse(responseCode = "400", ref = "RefusedText")
    @APIResponse(responseCode = "409", ref = "RefusedText")
    public Response create(InputStream body) {
        request.requireManage();
        request.requireServer(serverId);
        Extension extension;
        try {
            JsonBody json = JsonBody.read(body);
            extension = request.extensions()
                    .createExtension(
                            request.realm(), serverId, ServersResource.uuid(json), ExtensionBody.settings(json));
        } catch (InvalidBodyException e) {
            throw ContractError.badRequest(e);
        } catch (ModelDuplicateException e) {
            throw ContractError.conflict(EXTENSION_EXISTS);
        }
        ExtensionRepresentation representation = ExtensionRepresentation.of(extension);
        request.extensionEvent(serverId, extension.id())
                .operation(OperationType.CREATE)
                .representation(representation)
                .success();
        return Response.created(request.session()
                        .getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(extension.id())
                        .build())
                .entity(representation)
                .build();
    }

    /** Gets an extension; 404 where there is none of that id. */
    @GET
    @Path("{extensionId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getExtension", summary = "Gets an extension")
    @APIResponseSchema(
            value = ExtensionRepresentation.class,
            responseCode = "200",
            responseDescription = "The extension")
    public ExtensionRepresentation get(@PathParam("extensionId") String extensionId) {
        request.requireView();
        return ExtensionRepresentation.of(require(StorableText.id(extensionId)));
    }

    /** Replaces the settings of an extension: members that the body leaves out become null. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Path("{extensionId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceExtension",
            summary = "Replaces an extension: members that are left out become null")
    @RequestBodySchema(ExtensionSettings.class)
    @APIResponse(responseCode = "400", ref = "RefusedText")
    @APIResponse(responseCode = "409", ref = "RefusedText")
    @APIResponseSchema(
            value = ExtensionRepresentation.class,
            responseCode = "200",
            responseDescription = "The extension")
    public ExtensionRepresentation replace(@PathParam("extensionId") String asked, InputStream body) {
        request.requireManage();
        String extensionId = StorableText.id(asked);
        ExtensionRepresentation representation;
        try {
            ExtensionSettings settings = ExtensionBody.settings(JsonBody.read(body));
            representation = request.extensions()
                    .updateExtension(request.realm(), serverId, extensionId, settings)
                    .map(ExtensionRepresentation::of)
                    .orElseThrow(() -> {
                        request.requireServer(serverId);
                        return ContractError.notFound(ContractError.NO_EXTENSION);
                    });
        } catch (InvalidBodyException e) {
            throw ContractError.badRequest(e);
        } catch (ModelDuplicateException e) {
            throw ContractError.conflict(EXTENSION_EXISTS);
        }
        request.extensionEvent(serverId, extensionId)
                .operation(OperationType.UPDATE)
                .representation(representation)
                .success();
        return representation;
    }

    /** Deletes an extension; 204, or 404 where there is none of that id. */
    @DELETE
    @Path("{extensionId}")
    @Operation(operationId = "deleteExtension", summary = "Deletes an extension")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Response delete(@PathParam("extensionId") String asked) {
        request.requireManage();
        String extensionId = StorableText.id(asked);
        ExtensionRepresentation representation = ExtensionRepresentation.of(require(extensionId));
        if (!request.extensions().removeExtension(request.realm(), serverId, extensionId)) {
            throw ContractError.notFound(ContractError.NO_EXTENSION);
        }
        request.extensionEvent(serverId, extensionId)
                .operation(OperationType.DELETE)
                .representation(representation)
                .success();
        return Response.noContent().build();
    }

    private Extension require(String extensionId) {
        return request.extensions()
                .extension(request.realm(), serverId, extensionId)
                .orElseThrow(() -> {
                    request.requireServer(serverId);
                    return ContractError.notFound(ContractError.NO_EXTENSION);
                });
    }
}
