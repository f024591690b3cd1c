package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
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
import org.keycloak.models.RoleModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** The custom roles of a tenant's operators. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
public class CustomRolesResource {

    static final String RESOURCE_TYPE = "PBX_OPERATOR_ROLE";

    private static final String WHAT = "custom role";

    private final OperatorRequest request;
    private final OperatorRoleProvider roles;
    private final RoleGrants grants;

    CustomRolesResource(OperatorRequest request) {
        this.request = request;
        this.roles = OperatorRoleProvider.of(request.session());
        this.grants = new RoleGrants(request);
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
                roles.roles(request.realm()).stream().map(this::representation).toList();
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
        OperatorRole sent = read(null, body);
        CustomRoleRepresentation made =
                representation(RoleRefusals.refusing(() -> roles.create(request.realm(), sent)));
        event(OperationType.CREATE, made);
        return made;
    }

    private OperatorRole read(String id, InputStream body) {
        RoleDefinition.Read<OperatorRole> read =
                RoleDefinition.read(body, request.tenantId(), definition -> definition.role(id));
        RoleRefusals.refuse(read.problems(), roles.violationsOf(request.realm(), read.definition()));
        grants.beyondReach(read.definition()).ifPresent(message -> {
            throw RoleRefusals.beyondReach(message);
        });
        return read.definition();
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
        return representation(role(id));
    }

    private OperatorRole role(String id) {
        return roles.role(request.realm(), id).orElseThrow(() -> RoleRefusals.unknown(WHAT));
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
        requireGrant(role(id));
        OperatorRole sent = read(id, body);
        CustomRoleRepresentation replaced =
                representation(RoleRefusals.refusing(() -> roles.update(request.realm(), sent))
                        .orElseThrow(() -> RoleRefusals.unknown(WHAT)));
        event(OperationType.UPDATE, replaced);
        return replaced;
    }

    /** Who could not give it, as it is, may not change or remove it either. */
    private void requireGrant(OperatorRole role) {
        RoleModel model = request.realm().getRoleById(role.id());
        if (model == null || !grants.mayGrant(model)) {
            throw RoleRefusals.beyondReach("You may not grant role " + role.name() + ", and so not change it");
        }
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
        OperatorRole role = role(id);
        requireGrant(role);
        if (!roles.remove(request.realm(), id)) {
            throw RoleRefusals.unknown(WHAT);
        }
        CustomRoleRepresentation removed = representation(role);
        event(OperationType.DELETE, removed);
        return removed;
    }

    private void event(OperationType operation, CustomRoleRepresentation role) {
        event(request.adminEvent(), operation, role);
    }

    static void event(AdminEventBuilder event, OperationType operation, CustomRoleRepresentation role) {
        event.resource(RESOURCE_TYPE)
                .operation(operation)
                .resourcePath(OperatorApiResourceProviderFactory.ID, "roles", role.id())
                .representation(role)
                .success();
    }
}
