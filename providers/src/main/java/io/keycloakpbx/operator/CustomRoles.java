package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.store.RowLock;
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.RoleModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * The custom roles of a tenant, for resources: whoever may not give a role makes, changes and removes none like it, and each
 * change is an admin event. Whether the caller may manage roles at all, resources ask before.
 */
final class CustomRoles {

    static final String RESOURCE_TYPE = "PBX_OPERATOR_ROLE";

    private static final String WHAT = "custom role";

    private final OperatorRequest request;
    private final OperatorRoleProvider roles;
    private final RoleGrants grants;

    CustomRoles(OperatorRequest request) {
        this.request = request;
        this.roles = OperatorRoleProvider.of(request.session());
        this.grants = new RoleGrants(request);
    }

    /** All of them by name. */
    List<OperatorRole> all() {
        return roles.roles(request.realm());
    }

    /** A custom role; refused where the tenant has none with the id. */
    OperatorRole find(String id) {
        return roles.role(request.realm(), id).orElseThrow(() -> RoleRefusals.unknown(WHAT));
    }

    /** Likewise, as it is: others change it no more until the request has ended. */
    OperatorRole locked(String id) {
        // Not what others have: a lock of it would be theirs to wait for.
        String own = find(id).id();
        RowLock.components(request.session(), request.realm());
        if (!RowLock.role(request.session(), own)) {
            throw RoleRefusals.unknown(WHAT);
        }
        return find(own);
    }

    /** Whether the caller could give it, and so may change or remove it. */
    boolean mayGrant(OperatorRole role) {
        RoleModel model = request.realm().getRoleById(role.id());
        return model != null && grants.mayGrant(model);
    }

    /** Who could not give it, as it is, may not change or remove it either. */
    void requireGrant(OperatorRole role) {
        if (!mayGrant(role)) {
            throw RoleRefusals.beyondReach(new RoleGrants.Lack(
                    "You may not grant role " + role.name() + ", and so not change it",
                    ConsoleHint.ofRole(null, "pbxErrorMayNotChangeRole", role.name())));
        }
    }

    /** Makes one. */
    OperatorRole create(RoleDefinition.Read<OperatorRole> sent) {
        OperatorRole definition = checked(sent);
        OperatorRole made = RoleRefusals.refusing(() -> roles.create(request.realm(), definition));
        event(OperationType.CREATE, made);
        return made;
    }

    /** Replaces one by its id. Whether the caller may change it as it was, is asked before. */
    OperatorRole replace(RoleDefinition.Read<OperatorRole> sent) {
        OperatorRole definition = checked(sent);
        OperatorRole replaced = RoleRefusals.refusing(() -> roles.update(request.realm(), definition))
                .orElseThrow(() -> RoleRefusals.unknown(WHAT));
        event(OperationType.UPDATE, replaced);
        return replaced;
    }

    private OperatorRole checked(RoleDefinition.Read<OperatorRole> sent) {
        RoleRefusals.refuse(sent.problems(), roles.violationsOf(request.realm(), sent.definition()));
        grants.beyondReach(sent.definition()).ifPresent(lack -> {
            throw RoleRefusals.beyondReach(lack);
        });
        return sent.definition();
    }

    /** Removes one, with its realm role; whoever has it has it no longer. */
    OperatorRole remove(OperatorRole role) {
        requireGrant(role);
        if (!roles.remove(request.realm(), role.id())) {
            throw RoleRefusals.unknown(WHAT);
        }
        event(OperationType.DELETE, role);
        return role;
    }

    private void event(OperationType operation, OperatorRole role) {
        event(request.adminEvent(), operation, CustomRoleRepresentation.of(role, request.tenantId()));
    }

    static void event(AdminEventBuilder event, OperationType operation, CustomRoleRepresentation role) {
        event.resource(RESOURCE_TYPE)
                .operation(operation)
                .resourcePath(OperatorApiResourceProviderFactory.ID, "roles", role.id())
                .representation(role)
                .success();
    }
}
