package io.keycloakpbx.operator;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.tenant.Tenant;
import java.util.regex.Pattern;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What the resources of the contract share of a request: for which tenant it is, and what the caller may do there.
 *
 * @param tenantId the tenant id of the path, which {@link #requireTenant} compares with the realm's
 */
record OperatorRequest(
        KeycloakSession session,
        RealmModel realm,
        AdminPermissionEvaluator auth,
        AdminEventBuilder adminEvent,
        String tenantId) {

    private static final Pattern TENANT_ID = Pattern.compile("[0-9]{1,20}");

    /** What is no tenant's number: a realm that is no tenant has none. */
    private static final String NO_TENANT = "0";

    /** A request whose path names no tenant: it is for the realm's own. */
    static OperatorRequest of(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new OperatorRequest(
                session,
                realm,
                auth,
                adminEvent,
                Tenant.of(realm).map(Tenant::number).orElse(NO_TENANT));
    }

    /** What the caller may do; each operation asks first. */
    Access access() {
        return new Access(auth, OperatorErrors.REFUSALS);
    }

    /** Which users of the tenant the caller may view. */
    Viewed viewed() {
        return Viewed.users(session, realm, auth);
    }

    /** For lists of operators, where permissions of single users are Keycloak's to hide: it hides nobody from some callers. */
    void requireViewListed() {
        requireViewListed(access());
    }

    void requireViewListed(Access access) {
        access.requireViewUsers();
        access.require(ShownUsers.areNarrowed(realm, auth), AdminRoles.VIEW_USERS);
    }

    /**
     * Refuses who may not say what roles are, and who has them: that takes the role itself, as a fine-grained permission to
     * manage users does not let anybody map roles.
     */
    void requireManageRoles() {
        access().require(mayManageRoles(), AdminRoles.MANAGE_USERS);
    }

    boolean mayManageRoles() {
        return auth.hasOneAdminRole(AdminRoles.MANAGE_USERS);
    }

    /** Refuses where the realm is no tenant, or the path names another one. */
    Tenant requireTenant() {
        return requireTenant(realm, tenantId);
    }

    static Tenant requireTenant(RealmModel realm, String tenantId) {
        if (!TENANT_ID.matcher(tenantId).matches()) {
            throw OperatorErrors.refused(OperatorError.TENANT_ID_INVALID_0001);
        }
        Tenant tenant =
                Tenant.of(realm).orElseThrow(() -> OperatorErrors.refused(OperatorError.OPERATOR_INVALID_TENANT_DATA));
        if (!tenant.number().equals(tenantId)) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_SUBJECT_TENANT_ID);
        }
        return tenant;
    }
}
