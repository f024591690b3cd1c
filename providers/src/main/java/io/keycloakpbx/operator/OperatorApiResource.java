package io.keycloakpbx.operator;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The root of Prisma SD-WAN's API for operators (contract prisma-sdwan 3), as far as it takes an administrator. */
public class OperatorApiResource {

    private static final String TENANT = "api/tenants/{tenant_id}/";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    OperatorApiResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    private OperatorRequest of(String tenantId) {
        return new OperatorRequest(session, realm, auth, adminEvent, tenantId);
    }

    /** Signs up operators. */
    @Path(TENANT + "signup")
    public SignUpResource signUp(@PathParam("tenant_id") String tenantId) {
        return new SignUpResource(of(tenantId));
    }

    /** The operators. */
    @Path(TENANT + "operators")
    public OperatorsResource operators(@PathParam("tenant_id") String tenantId) {
        return new OperatorsResource(of(tenantId));
    }

    /** The password of whoever calls. */
    @Path(TENANT + "accounts/password/change")
    public OwnPasswordResource ownPassword(@PathParam("tenant_id") String tenantId) {
        return new OwnPasswordResource(of(tenantId));
    }

    /** The base roles of operators. */
    @Path(TENANT + "base_roles")
    public BaseRolesResource baseRoles(@PathParam("tenant_id") String tenantId) {
        return new BaseRolesResource(of(tenantId));
    }

    /** What the base roles of operators allow. */
    @Path(TENANT + "base_permissions")
    public BasePermissionsResource basePermissions(@PathParam("tenant_id") String tenantId) {
        return new BasePermissionsResource(of(tenantId));
    }

    /** The custom roles of operators. */
    @Path(TENANT + "roles")
    public CustomRolesResource roles(@PathParam("tenant_id") String tenantId) {
        return new CustomRolesResource(of(tenantId));
    }

    /** The tenant's own permissions. */
    @Path(TENANT + "permissions")
    public CustomPermissionsResource permissions(@PathParam("tenant_id") String tenantId) {
        return new CustomPermissionsResource(of(tenantId));
    }

    /** What an operator may do. */
    @Path(TENANT + "operators/{operator_id}/effective_permissions")
    public EffectivePermissionsResource effectivePermissions(
            @PathParam("tenant_id") String tenantId, @PathParam("operator_id") String operatorId) {
        return new EffectivePermissionsResource(of(tenantId), operatorId);
    }
}
