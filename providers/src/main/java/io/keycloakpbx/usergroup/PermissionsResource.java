package io.keycloakpbx.usergroup;

import io.keycloakpbx.store.EntityList;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;

/** The permissions of a realm, built in and custom. */
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "400", ref = "RefusedXml")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "RefusedXml")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "503", ref = "RefusedXml")
public class PermissionsResource {

    static final String RESOURCE_TYPE = "PBX_PERMISSION";

    private static final List<String> ROOTS = List.of("permission");

    private static final Map<String, Function<PbxPermission, String>> SORTS = Map.of(
            "name",
            PbxPermission::name,
            "label",
            PbxPermission::label,
            "description",
            PbxPermission::description,
            "defaultvalue",
            permission -> Boolean.toString(permission.enabledByDefault()));

    private final SipXcomRequest request;

    PermissionsResource(SipXcomRequest request) {
        this.request = request;
    }

    /** Lists the permissions. */
    @GET
    @Operation(operationId = "listPermissions", summary = "Lists the permissions")
    @Parameter(ref = "page")
    @Parameter(ref = "pagesize")
    @Parameter(ref = "sortby")
    @Parameter(ref = "sortdir")
    @APIResponse(
            responseCode = "200",
            description = "The permissions",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PermissionRepresentation.Many.class))
            })
    public Response list() {
        request.requireViewUsers();
        EntityList.By order = request.order(SORTS.keySet());
        List<PbxPermission> permissions = new ArrayList<>(request.permissions().permissions(request.realm()));
        if (order != null) {
            permissions.sort(SipXcomRequest.comparator(order, SORTS));
        }
        SipXcomRequest.Found<List<PbxPermission>> found = request.page(permissions);
        List<PermissionRepresentation> page =
                found.page().stream().map(PermissionRepresentation::of).toList();
        return request.answer(
                new PermissionRepresentation.Many(new PermissionRepresentation.Page(found.metadata(), page)),
                PermissionRepresentation.ITEMS);
    }

    /** Creates a custom permission. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "createPermission", summary = "Creates a permission for calls, whose name is given")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PermissionRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "201", ref = "CreatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response create(@HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageUsers();
        SipXcomBody sent = SipXcomBody.read(body, type, ROOTS);
        PbxPermission permission;
        try {
            permission = request.permissions()
                    .create(request.realm(), sent.label(), sent.description(), sent.defaultValue());
        } catch (PermissionException e) {
            throw refused(SipXcomCode.ERROR_CREATE_FAILED, null, e);
        }
        event(OperationType.CREATE, permission);
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_CREATED, permission.name());
    }

    private static RuntimeException refused(SipXcomCode code, String name, PermissionException e) {
        return e.reason() == PermissionException.Reason.INVALID_TEXT
                ? SipXcomAnswer.invalid(e.getMessage())
                : SipXcomAnswer.refused(code, name, e.getMessage());
    }

    /** Refuses to delete what has no name. */
    @DELETE
    @Operation(hidden = true)
    public Response deleteNothing() {
        request.requireManageUsers();
        throw SipXcomAnswer.refused(SipXcomCode.ERROR_MISSING_ID, null, null);
    }

    /** Gets a permission. */
    @GET
    @Path("{name}")
    @Operation(operationId = "getPermission", summary = "Gets a permission")
    @APIResponse(
            responseCode = "200",
            description = "The permission",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PermissionRepresentation.One.class))
            })
    public Response get(@PathParam("name") String name) {
        request.requireViewUsers();
        return request.answer(
                new PermissionRepresentation.One(PermissionRepresentation.of(permission(name))),
                PermissionRepresentation.ITEMS);
    }

    private PbxPermission permission(String name) {
        return request.permissions().permissions(request.realm()).stream()
                .filter(permission -> permission.name().equals(name))
                .findFirst()
                .orElseThrow(() -> SipXcomAnswer.notFound(name));
    }

    /** Replaces label, description and default of a custom permission. */
    @PUT
    @Path("{name}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "replacePermission",
            summary = "Replaces label, description and default of a permission that is not built in")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PermissionRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "200", ref = "UpdatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response replace(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageUsers();
        SipXcomBody sent = SipXcomBody.read(body, type, ROOTS);
        String label = sent.label();
        String description = sent.description();
        boolean defaultValue = sent.defaultValue();
        requireCustom(permission(name), SipXcomCode.ERROR_UPDATE_FAILED);
        try {
            request.permissions()
                    .update(request.realm(), name, label, description, defaultValue)
                    .ifPresent(permission -> event(OperationType.UPDATE, permission));
        } catch (PermissionException e) {
            throw refused(SipXcomCode.ERROR_UPDATE_FAILED, name, e);
        }
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_UPDATED, name);
    }

    private static void requireCustom(PbxPermission permission, SipXcomCode otherwise) {
        if (permission.builtIn()) {
            throw SipXcomAnswer.refused(otherwise, permission.name(), "The permission is built in and stays as it is");
        }
    }

    /** Deletes a custom permission. */
    @DELETE
    @Path("{name}")
    @Operation(operationId = "deletePermission", summary = "Deletes a permission that is not built in")
    @APIResponse(responseCode = "200", ref = "DeletedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response delete(@PathParam("name") String name) {
        request.requireManageUsers();
        PbxPermission permission = permission(name);
        requireCustom(permission, SipXcomCode.ERROR_DELETE_FAILED);
        if (!request.permissions().remove(request.realm(), name)) {
            throw SipXcomAnswer.notFound(name);
        }
        event(OperationType.DELETE, permission);
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_DELETED, name);
    }

    private void event(OperationType operation, PbxPermission permission) {
        request.adminEvent()
                .resource(RESOURCE_TYPE)
                .operation(operation)
                .resourcePath(SipXcomResourceProviderFactory.ID, "rest", "permission", permission.name())
                .representation(PermissionRepresentation.of(permission))
                .success();
    }
}
