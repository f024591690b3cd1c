package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.role.BaseRole;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the base roles of operators allow, which is the same in all tenants. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class BasePermissionsResource {

    private final OperatorRequest request;

    BasePermissionsResource(OperatorRequest request) {
        this.request = request;
    }

    /** Lists it by value. */
    @GET
    @Operation(operationId = "listBasePermissions", summary = "Lists what the base roles of operators allow")
    @APIResponseSchema(
            value = BasePermissionRepresentation.Many.class,
            responseCode = "200",
            responseDescription = "The permissions")
    public BasePermissionRepresentation.Many list() {
        request.access().requireViewUsers();
        request.requireTenant();
        OperatorRoleProvider roles = OperatorRoleProvider.of(request.session());
        SortedMap<String, List<CustomRoleRepresentation.Role>> byValue = new TreeMap<>();
        Arrays.stream(BaseRole.values()).forEach(base -> roles.permissionsOf(base)
                .forEach(value -> byValue.computeIfAbsent(value, one -> new ArrayList<>())
                        .add(new CustomRoleRepresentation.Role(base.roleName()))));
        List<BasePermissionRepresentation> items = byValue.entrySet().stream()
                .map(entry -> new BasePermissionRepresentation(
                        entry.getKey(), roles.isReserved(entry.getKey()), entry.getValue()))
                .toList();
        return new BasePermissionRepresentation.Many(items.size(), request.tenantId(), items);
    }
}
