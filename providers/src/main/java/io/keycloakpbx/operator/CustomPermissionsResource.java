package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.operatorrole.TimedPermission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;

/** The tenant's own permissions: custom roles refer to them by id, and mean what they say at the time. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
public class CustomPermissionsResource {

    static final String RESOURCE_TYPE = "PBX_OPERATOR_PERMISSION";

    private static final String WHAT = "permission";

    private final OperatorRequest request;
    private final OperatorRoleProvider roles;
    private final RoleGrants grants;

    CustomPermissionsResource(OperatorRequest request) {
        this.request = request;
        this.roles = OperatorRoleProvider.of(request.session());
        this.grants = new RoleGrants(request);
    }

    /** Lists them by value. */
    @GET
    @Operation(operationId = "listCustomPermissions", summary = "Lists the tenant's own permissions by value")
    @APIResponseSchema(
            value = CustomPermissionRepresentation.Many.class,
            responseCode = "200",
            responseDescription = "The permissions")
    public CustomPermissionRepresentation.Many list() {
        request.access().requireViewUsers();
        request.requireTenant();
        List<CustomPermissionRepresentation> items = roles.permissions(request.realm()).stream()
                .map(this::representation)
                .toList();
        return new CustomPermissionRepresentation.Many(items.size(), request.tenantId(), items);
    }

    private CustomPermissionRepresentation representation(TimedPermission permission) {
        return CustomPermissionRepresentation.of(permission, request.tenantId());
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "createCustomPermission", summary = "Makes a permission of the tenant's own")
    @RequestBodySchema(CustomPermissionRepresentation.Sent.class)
    @APIResponseSchema(
            value = CustomPermissionRepresentation.class,
            responseCode = "200",
            responseDescription = "The permission")
    public CustomPermissionRepresentation create(InputStream body) {
        request.requireManageRoles();
        request.requireTenant();
        TimedPermission sent = read(null, body);
        CustomPermissionRepresentation made =
                representation(RoleRefusals.refusing(() -> roles.createPermission(request.realm(), sent)));
        event(OperationType.CREATE, made);
        return made;
    }

    private TimedPermission read(String id, InputStream body) {
        RoleDefinition.Read<TimedPermission> read =
                RoleDefinition.read(body, request.tenantId(), definition -> definition.permission(id));
        RoleRefusals.refuse(read.problems(), roles.violationsOf(read.definition()));
        requireGrant(read.definition());
        return read.definition();
    }

    private void requireGrant(TimedPermission permission) {
        grants.beyondReach(permission).ifPresent(lack -> {
            throw RoleRefusals.beyondReach(lack);
        });
    }

    /** Gets one. */
    @GET
    @Path("{permission_id}")
    @Operation(operationId = "getCustomPermission", summary = "Gets a permission of the tenant's own")
    @APIResponseSchema(
            value = CustomPermissionRepresentation.class,
            responseCode = "200",
            responseDescription = "The permission")
    public CustomPermissionRepresentation get(@PathParam("permission_id") String id) {
        request.access().requireViewUsers();
        request.requireTenant();
        return representation(permission(id));
    }

    private TimedPermission permission(String id) {
        return roles.permission(request.realm(), id).orElseThrow(() -> RoleRefusals.unknown(WHAT));
    }

    /** Replaces one, and with it what the roles that refer to it mean. */
    @PUT
    @Path("{permission_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "replaceCustomPermission",
            summary = "Replaces a permission of the tenant's own, in all roles that refer to it")
    @RequestBodySchema(CustomPermissionRepresentation.Sent.class)
    @APIResponseSchema(
            value = CustomPermissionRepresentation.class,
            responseCode = "200",
            responseDescription = "The permission")
    public CustomPermissionRepresentation replace(@PathParam("permission_id") String id, InputStream body) {
        request.requireManageRoles();
        request.requireTenant();
        requireGrant(permission(id));
        TimedPermission sent = read(id, body);
        CustomPermissionRepresentation replaced =
                representation(RoleRefusals.refusing(() -> roles.updatePermission(request.realm(), sent))
                        .orElseThrow(() -> RoleRefusals.unknown(WHAT)));
        event(OperationType.UPDATE, replaced);
        return replaced;
    }

    /** Removes one that no custom role refers to. */
    @DELETE
    @Path("{permission_id}")
    @Operation(
            operationId = "removeCustomPermission",
            summary = "Removes a permission of the tenant's own that no custom role refers to")
    @APIResponseSchema(
            value = CustomPermissionRepresentation.class,
            responseCode = "200",
            responseDescription = "The permission that there was")
    public CustomPermissionRepresentation remove(@PathParam("permission_id") String id) {
        request.requireManageRoles();
        request.requireTenant();
        TimedPermission permission = permission(id);
        requireGrant(permission);
        if (!RoleRefusals.refusing(() -> roles.removePermission(request.realm(), id))) {
            throw RoleRefusals.unknown(WHAT);
        }
        CustomPermissionRepresentation removed = representation(permission);
        event(OperationType.DELETE, removed);
        return removed;
    }

    private void event(OperationType operation, CustomPermissionRepresentation permission) {
        request.adminEvent()
                .resource(RESOURCE_TYPE)
                .operation(operation)
                .resourcePath(OperatorApiResourceProviderFactory.ID, "permissions", permission.id())
                .representation(permission)
                .success();
    }
}
