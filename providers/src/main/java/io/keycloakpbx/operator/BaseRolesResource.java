package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.role.BaseRole;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The base roles of operators, which are the same in all tenants. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class BaseRolesResource {

    private final OperatorRequest request;

    BaseRolesResource(OperatorRequest request) {
        this.request = request;
    }

    /** Lists them in the order of the contract. */
    @GET
    @Operation(operationId = "listBaseRoles", summary = "Lists the base roles of operators, and what they allow")
    @APIResponseSchema(
            value = BaseRoleRepresentation.Many.class,
            responseCode = "200",
            responseDescription = "The base roles")
    public BaseRoleRepresentation.Many list() {
        request.access().requireViewUsers();
        request.requireTenant();
        OperatorRoleProvider roles = OperatorRoleProvider.of(request.session());
        List<BaseRoleRepresentation> items = Arrays.stream(BaseRole.values())
                .map(base -> BaseRoleRepresentation.of(
                        base, base.in(request.realm()).orElse(null), roles.permissionsOf(base)))
                .toList();
        return new BaseRoleRepresentation.Many(items.size(), request.tenantId(), items);
    }
}
