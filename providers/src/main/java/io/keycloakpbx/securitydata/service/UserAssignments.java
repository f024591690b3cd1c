package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.role.GrantRights;
import io.keycloakpbx.securitydata.EffectiveRoles;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
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
        return call.numbered().client(NumberKind.ENVIRONMENT, environment);
    }

    private void change(ClientModel client, String name, boolean remove, String itemType, int itemId) {
        RoleModel marker = client.getRole(name);
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
        // Keycloak's cache still remembers that there was none.
        List<String> there = Database.entities(call.session())
                .createQuery(
                        "select r.id from RoleEntity r where r.clientId = :client and r.name = :name", String.class)
                .setParameter("client", client.getId())
                .setParameter("name", name)
                .getResultList();
        if (!there.isEmpty()) {
            return call.session().roles().getRoleById(call.realm(), there.get(0));
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
