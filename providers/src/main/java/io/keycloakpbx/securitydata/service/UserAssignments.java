package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.role.GrantRights;
import io.keycloakpbx.securitydata.EffectiveRoles;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.tenant.Tenant;
import java.util.List;
import java.util.Optional;
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
@ReliesOn("org.keycloak.models.jpa.entities: a role that another request has just made")
final class UserAssignments {

    private static final String ROLE = "Role";

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
        keep(input.roles());
        for (int i = 0; i < input.roles().size(); i++) {
            UserInput.RoleItem item = input.roles().get(i);
            at(i, () -> change(item));
        }
        for (int i = 0; i < input.environments().size(); i++) {
            UserInput.EnvironmentItem item = input.environments().get(i);
            at(
                    i,
                    () -> change(
                            client(item.environmentId()),
                            EffectiveRoles.WEBSERVICE,
                            item.remove(),
                            "Environment",
                            item.environmentId()));
        }
    }

    /**
     * Who renames or removes one of them meanwhile waits, or has done it: the names go into environments. In one order, so that
     * two do not wait for each other. Numbers that are nobody's are refused later.
     */
    private void keep(List<UserInput.RoleItem> items) {
        items.stream()
                .filter(item -> item.environmentId() != Environment.DEFAULT.id())
                .map(UserInput.RoleItem::roleId)
                .distinct()
                .sorted()
                .forEach(role -> call.numbered().keepRole(role));
    }

    /** A refusal tells which item of its list it is about. */
    static void at(int index, Runnable item) {
        try {
            item.run();
        } catch (CommandRefusal e) {
            throw e.at(index);
        }
    }

    private void change(UserInput.RoleItem item) {
        RoleModel role = call.numbered().role(item.roleId());
        requireGrantable(role, ROLE, item.roleId());
        if (item.environmentId() == Environment.DEFAULT.id()) {
            change(role, item.remove(), ResourceType.REALM_ROLE_MAPPING, "realm");
        } else {
            requireForEnvironments(role, item);
            change(client(item.environmentId()), role.getName(), item.remove(), ROLE, item.roleId());
        }
    }

    /** The mark of a role is its name: one says that a web service is there, and others nobody in a tenant has. */
    private void requireForEnvironments(RoleModel role, UserInput.RoleItem item) {
        Optional<String> reason = role.getName().equals(EffectiveRoles.WEBSERVICE)
                ? Optional.of("Role " + role.getName()
                        + " is of all environments: in one of them, UserEnvironments says who is there.")
                : Optional.of(role)
                        .filter(one -> !item.remove() && Tenant.is(call.realm()))
                        .flatMap(BuiltInRole::refusalOf);
        reason.ifPresent(text -> {
            throw CommandRefusal.of(Reason.NOT_ALLOWED, ROLE, item.roleId(), text);
        });
    }

    private ClientModel client(int environment) {
        return call.numbered().environment(environment);
    }

    private void change(ClientModel client, String name, boolean remove, String itemType, int itemId) {
        RoleModel marker = marker(client, name);
        if (marker == null && remove) {
            return;
        }
        if (marker == null) {
            marker = make(client, name);
        }
        requireGrantable(marker, itemType, itemId);
        change(marker, remove, ResourceType.CLIENT_ROLE_MAPPING, "clients", client.getId());
    }

    /** Of two that need it at once, the second finds it. */
    private RoleModel make(ClientModel client, String name) {
        RowLock.realm(call.session(), call.realm().getId());
        RoleModel there = marker(client, name);
        if (there != null) {
            return there;
        }
        RoleModel made = client.addRole(name);
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

    /** Keycloak's cache may remember that there was none, or one that has another name now. */
    private RoleModel marker(ClientModel client, String name) {
        return Database.entities(call.session())
                .createQuery(
                        "select r.id from RoleEntity r where r.clientRole = true and r.clientId = :client"
                                + " and r.name = :name",
                        String.class)
                .setParameter("client", client.getId())
                .setParameter("name", name)
                .getResultStream()
                .findFirst()
                .map(id -> call.session().roles().getRoleById(call.realm(), id))
                .orElse(null);
    }

    private void requireGrantable(RoleModel role, String itemType, int itemId) {
        if (!GrantRights.mayGrant(call.auth(), role)) {
            throw CommandRefusal.of(
                    Reason.PERMISSION,
                    itemType,
                    itemId,
                    "You may neither give role " + role.getName() + " nor take it away.");
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
