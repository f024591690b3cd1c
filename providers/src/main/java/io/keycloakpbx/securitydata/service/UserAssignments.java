package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.role.GrantRights;
import io.keycloakpbx.securitydata.EffectiveRoles;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.Environments;
import io.keycloakpbx.securitydata.SecurityRole;
import io.keycloakpbx.securitydata.SecurityRoles;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.RowLock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;

/**
 * Gives roles to a user in environments, and takes them away. A role in an environment is a role of the same name of the
 * environment's client, made where it is first needed.
 */
final class UserAssignments {

    private final CommandCall call;
    private final UserModel user;

    UserAssignments(CommandCall call, UserModel user) {
        this.call = call;
        this.user = user;
    }

    /** Makes the changes that a request wants. */
    void change(UserInput input) {
        if (input.roles().isEmpty() && input.environments().isEmpty()) {
            return;
        }
        call.require(call.auth().users().canMapRoles(user), UserCommands.PERMISSION);
        Map<Integer, Environment> environments = Environments.of(call.session(), call.realm()).stream()
                .collect(Collectors.toMap(Environment::id, Function.identity()));
        changeRoles(input.roles(), environments);
        for (int i = 0; i < input.environments().size(); i++) {
            UserInput.EnvironmentItem item = input.environments().get(i);
            ClientModel client = client(environments, item.environmentId(), i);
            change(client, EffectiveRoles.WEBSERVICE, item.remove(), "Environment", item.environmentId(), i);
        }
    }

    private void changeRoles(List<UserInput.RoleItem> items, Map<Integer, Environment> environments) {
        if (items.isEmpty()) {
            return;
        }
        Map<Integer, RoleModel> roles = SecurityRoles.of(call.session(), call.realm()).stream()
                .collect(Collectors.toMap(SecurityRole::id, SecurityRole::role));
        for (int i = 0; i < items.size(); i++) {
            UserInput.RoleItem item = items.get(i);
            RoleModel listed = roles.get(item.roleId());
            RoleModel role = listed == null ? null : call.realm().getRoleById(listed.getId());
            if (role == null) {
                throw CommandRefusal.of(Reason.UNKNOWN_ID, "Role", item.roleId(), "There is no role with this RoleID.")
                        .at(i);
            }
            requireGrantable(role, "Role", item.roleId(), i);
            if (item.environmentId() == Environment.DEFAULT.id()) {
                change(role, item.remove(), ResourceType.REALM_ROLE_MAPPING, "realm");
            } else {
                ClientModel client = client(environments, item.environmentId(), i);
                change(client, role.getName(), item.remove(), "Role", item.roleId(), i);
            }
        }
    }

    private ClientModel client(Map<Integer, Environment> environments, int number, int index) {
        Environment environment = environments.get(number);
        ClientModel client = environment == null || environment.client() == null
                ? null
                : call.session()
                        .clients()
                        .getClientById(call.realm(), environment.client().getId());
        if (client == null) {
            throw CommandRefusal.of(
                            Reason.UNKNOWN_ID, "Environment", number, "There is no environment with this EnvironmentID.")
                    .at(index);
        }
        return client;
    }

    private void change(ClientModel client, String name, boolean remove, String itemType, int itemId, int index) {
        RoleModel marker = client.getRole(name);
        if (marker == null && remove) {
            return;
        }
        if (marker == null) {
            marker = make(client, name);
        }
        requireGrantable(marker, itemType, itemId, index);
        change(marker, remove, ResourceType.CLIENT_ROLE_MAPPING, "clients", client.getId());
    }

    /** Of two that need it at once, the second finds it. */
    private RoleModel make(ClientModel client, String name) {
        RowLock.realm(call.session(), call.realm().getId());
        RoleModel made = client.getRole(name);
        if (made != null) {
            return made;
        }
        made = client.addRole(name);
        call.event(
                OperationType.CREATE,
                ResourceType.CLIENT_ROLE,
                ModelToRepresentation.toRepresentation(made),
                "clients",
                client.getId(),
                "roles",
                name);
        return made;
    }

    private void requireGrantable(RoleModel role, String itemType, int itemId, int index) {
        if (!GrantRights.mayGrant(call.auth(), role)) {
            throw CommandRefusal.of(
                            Reason.PERMISSION,
                            itemType,
                            itemId,
                            "You may neither give role " + role.getName() + " nor take it away.")
                    .at(index);
        }
    }

    private void change(RoleModel role, boolean remove, ResourceType type, String... path) {
        if (user.hasDirectRole(role) != remove) {
            return;
        }
        if (remove) {
            user.deleteRoleMapping(role);
        } else {
            user.grantRole(role);
        }
        String[] mapping = new String[path.length + 3];
        mapping[0] = "users";
        mapping[1] = user.getId();
        mapping[2] = "role-mappings";
        System.arraycopy(path, 0, mapping, 3, path.length);
        call.event(
                remove ? OperationType.DELETE : OperationType.CREATE,
                type,
                List.of(ModelToRepresentation.toBriefRepresentation(role)),
                mapping);
    }
}
