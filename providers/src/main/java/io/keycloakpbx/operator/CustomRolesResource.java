package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRole;
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

/** The custom roles of a tenant's operators. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
public class CustomRolesResource {

    private final OperatorRequest request;
    private final CustomRoles roles;

    CustomRolesResource(OperatorRequest request) {
        this.request = request;
        this.roles = new CustomRoles(request);
    }

    /** Lists them by name. */
    @GET
    @Operation(operationId = "listCustomRoles", summary = "Lists the custom roles of operators by name")
    @APIResponseSchema(
            value = CustomRoleRepresentation.Many.class,
            responseCode = "200",
            responseDescription = "The custom roles")
    public CustomRoleRepresentation.Many list() {
        request.access().requireViewUsers();
        request.requireTenant();
        List<CustomRoleRepresentation> items =
                roles.all().stream().map(this::representation).toList();
        return new CustomRoleRepresentation.Many(items.size(), request.tenantId(), items);
    }

    private CustomRoleRepresentation representation(OperatorRole role) {
        return CustomRoleRepresentation.of(role, request.tenantId());
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "createCustomRole", summary = "Makes a custom role of operators")
    @RequestBodySchema(CustomRoleRepresentation.Sent.class)
    @APIResponseSchema(
            value = CustomRoleRepresentation.class,
            responseCode = "200",
            responseDescription = "The custom role")
    public CustomRoleRepresentation create(InputStream body) {
        request.requireManageRoles();
        request.requireTenant();
        return representation(roles.create(read(null, body)));
    }

    private RoleDefinition.Read<OperatorRole> read(String id, InputStream body) {
        return RoleDefinition.read(body, request.tenantId(), definition -> definition.role(id));
    }

    /** Gets one. */
    @GET
    @Path("{role_id}")
    @Operation(operationId = "getCustomRole", summary = "Gets a custom role of operators")
    @APIResponseSchema(
            value = CustomRoleRepresentation.class,
            responseCode = "200",
            responseDescription = "The custom role")
    public CustomRoleRepresentation get(@PathParam("role_id") String id) {
        request.access().requireViewUsers();
        request.requireTenant();
        return representation(roles.find(id));
    }

    /** Replaces one: what is not sent it has no longer. */
    @PUT
    @Path("{role_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "replaceCustomRole", summary = "Replaces a custom role of operators")
    @RequestBodySchema(CustomRoleRepresentation.Sent.class)
    @APIResponseSchema(
            value = CustomRoleRepresentation.class,
            responseCode = "200",
            responseDescription = "The custom role")
    public CustomRoleRepresentation replace(@PathParam("role_id") String id, InputStream body) {
        request.requireManageRoles();
        request.requireTenant();
        roles.requireGrant(roles.locked(id));
        return representation(roles.replace(read(id, body)));
    }

    /** Removes one, with its realm role; whoever has it has it no longer. */
    @DELETE
    @Path("{role_id}")
    @Operation(operationId = "removeCustomRole", summary = "Removes a custom role of operators")
    @APIResponseSchema(
            value = CustomRoleRepresentation.class,
            responseCode = "200",
            responseDescription = "The custom role that there was")
    public CustomRoleRepresentation remove(@PathParam("role_id") String id) {
        request.requireManageRoles();
        request.requireTenant();
        return representation(roles.remove(roles.locked(id)));
    }
}
