package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.role.RenamedRole;
import io.keycloakpbx.securitydata.EffectiveRoles;
import io.keycloakpbx.securitydata.Permission;
import io.keycloakpbx.securitydata.Permissions;
import io.keycloakpbx.securitydata.RoleMarks;
import io.keycloakpbx.securitydata.SecurityRoles;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.RowLock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.representations.idm.RoleRepresentation;

/** Commands about roles that users are given, and about which permissions these carry. */
final class RoleCommands {

    private static final String TYPE = "Role";
    private static final String ID = "RoleID";
    private static final String PERMISSIONS = "RolePermissions";
    private static final String PERMISSION = "Permission";
    private static final String PERMISSION_ID = "PermissionID";

    /** The most that one request changes. */
    private static final int MAX_PERMISSIONS = 1000;

    /** Names that would make of a role what nobody finds among the others, or a mark of users. */
    private static final Set<String> RESERVED =
            Set.of(Constants.OFFLINE_ACCESS_ROLE, Constants.AUTHZ_UMA_AUTHORIZATION, EffectiveRoles.WEBSERVICE);

    /** What callers lack; the contract has no words for it. */
    private static final String DENIED =
            Refusal.lacksRole(AdminRoles.MANAGE_REALM).text();

    private static final Shape ROLE_PERMISSION =
            Shape.of("RolePermission").string(PERMISSION).integer(PERMISSION_ID).bool(Members.REMOVE);

    private static final Shape ROLE = EntityShape.of(TYPE).list(PERMISSIONS, ROLE_PERMISSION);

    static final List<Command> ALL = List.of(
            new Operation(
                    "CreateRole",
                    members("CreateRoleReq"),
                    EntityShape.result("CreateRole", TYPE, ROLE),
                    RoleCommands::create),
            new Operation(
                    "ModifyRole",
                    members("ModifyRoleReq").integer(ID).bool(Members.REMOVE),
                    EntityShape.result("ModifyRole", TYPE, ROLE),
                    RoleCommands::modify));

    private RoleCommands() {}

    private static Shape members(String type) {
        return Shape.of(type)
                .integer(Members.COMPANY_ID)
                .string(Members.DESCRIPTION)
                .string(Members.NAME)
                .list(PERMISSIONS, ROLE_PERMISSION);
    }

    /**
     * A change of what a role carries.
     *
     * @param index where the request has it
     * @param id the permission's number
     */
    private record Asked(int index, int id, boolean remove) {}

    private static ObjectNode create(CommandCall call) {
        call.require(mayManage(call), DENIED);
        String name = Members.requiredName(call.request(), Members.NAME);
        String description = Members.description(call.request());
        List<Asked> asked = permissions(call.request());
        Members.company(call);
        call.requireValid();
        requireAllowed(0, name);
        if (SecurityRoles.of(call.session(), call.realm()).size() >= SecurityRoles.MAX) {
            throw refusal(Reason.NOT_ALLOWED, 0, "A domain has at most " + SecurityRoles.MAX + " roles");
        }
        Map<Asked, RoleModel> changes = resolved(call, asked);
        requireNoMarks(call, 0, name);
        RoleModel role = named(call, 0, name, () -> {
            RoleModel made = call.realm().addRole(name);
            made.setDescription(description);
            return made;
        });
        call.numbered().noteNew(NumberKind.ROLE);
        int id = call.numbered().numberOf(NumberKind.ROLE, role.getId());
        call.event(
                OperationType.CREATE,
                ResourceType.REALM_ROLE,
                ModelToRepresentation.toBriefRepresentation(role),
                "roles",
                name);
        carry(call, role, changes);
        return EntityResult.kept(TYPE, entity(call, id, role));
    }

    private static boolean mayManage(CommandCall call) {
        return call.auth().roles().canManage(call.realm());
    }

    private static void requireAllowed(int id, String name) {
        if (RESERVED.contains(name)) {
            throw refusal(Reason.NOT_ALLOWED, id, "The name " + name + " is reserved.");
        }
    }

    private static List<Asked> permissions(Body request) {
        List<Body> items = request.optionalObjects(PERMISSIONS, MAX_PERMISSIONS);
        List<Asked> asked = new ArrayList<>();
        if (items != null) {
            for (int i = 0; i < items.size(); i++) {
                asked.add(new Asked(i, Members.id(items.get(i), PERMISSION_ID), Members.remove(items.get(i))));
            }
        }
        return asked;
    }

    /** The permissions that are asked for, each of which the caller may put into roles. */
    private static Map<Asked, RoleModel> resolved(CommandCall call, List<Asked> asked) {
        Map<Asked, RoleModel> resolved = new LinkedHashMap<>();
        if (asked.isEmpty()) {
            return resolved;
        }
        Map<Integer, Permission> permissions = Permissions.of(call.session(), call.realm()).stream()
                .collect(Collectors.toMap(Permission::id, Function.identity()));
        for (Asked one : asked) {
            Permission permission = permissions.get(one.id());
            if (permission == null) {
                throw Numbered.unknown(NumberKind.PERMISSION, one.id()).at(one.index());
            }
            RoleModel role = call.session()
                    .roles()
                    .getRoleById(call.realm(), permission.role().getId());
            if (role == null || !mayCarry(call, role)) {
                throw CommandRefusal.of(
                                Reason.PERMISSION,
                                PERMISSION,
                                one.id(),
                                "You may not put permission " + permission.name() + " into a role, nor take it out.")
                        .at(one.index());
            }
            resolved.put(one, role);
        }
        return resolved;
    }

    /** With all that is inside. */
    private static boolean mayCarry(CommandCall call, RoleModel permission) {
        return RoleUtils.expandCompositeRolesStream(Stream.of(permission))
                .allMatch(call.auth().roles()::canMapComposite);
    }

    /** Work in which the role comes to be called so. */
    private static <T> T named(CommandCall call, int id, String name, Supplier<T> work) {
        try {
            T done = work.get();
            Database.flush(call.session());
            return done;
        } catch (ModelDuplicateException e) {
            throw refusal(Reason.DUPLICATE, id, "There is a role called " + name + " already.");
        }
    }

    private static void carry(CommandCall call, RoleModel role, Map<Asked, RoleModel> changes) {
        List<RoleRepresentation> added = new ArrayList<>();
        List<RoleRepresentation> removed = new ArrayList<>();
        Set<String> carried = role.getCompositesStream().map(RoleModel::getId).collect(Collectors.toSet());
        changes.forEach((asked, permission) -> {
            if (asked.remove() && carried.remove(permission.getId())) {
                role.removeCompositeRole(permission);
                removed.add(ModelToRepresentation.toBriefRepresentation(permission));
            } else if (!asked.remove() && carried.add(permission.getId())) {
                role.addCompositeRole(permission);
                added.add(ModelToRepresentation.toBriefRepresentation(permission));
            }
        });
        Database.flush(call.session());
        tell(call, OperationType.CREATE, role, added);
        tell(call, OperationType.DELETE, role, removed);
    }

    private static void tell(
            CommandCall call, OperationType operation, RoleModel role, List<RoleRepresentation> composites) {
        if (!composites.isEmpty()) {
            call.event(operation, ResourceType.REALM_ROLE, composites, "roles-by-id", role.getId(), "composites");
        }
    }

    private static ObjectNode modify(CommandCall call) {
        call.require(mayManage(call), DENIED);
        Body request = call.request();
        int id = Members.id(request, ID);
        String name = Members.optionalName(request, Members.NAME);
        String description = Members.description(request);
        List<Asked> asked = permissions(request);
        boolean remove = Members.remove(request);
        Members.company(call);
        call.requireValid();
        RoleModel role = role(call, id);
        if (!call.auth().roles().canManage(role)) {
            throw refusal(Reason.NOT_ALLOWED, id, "Role " + role.getName() + " is Keycloak's own.");
        }
        if (remove) {
            return remove(call, id, role);
        }
        Map<Asked, RoleModel> changes = resolved(call, asked);
        boolean renamed = name != null && !name.equals(role.getName());
        boolean described = description != null && !description.equals(Objects.toString(role.getDescription(), ""));
        if (renamed) {
            requireAllowed(id, name);
            rename(call, id, role, name);
        }
        if (described) {
            role.setDescription(description);
        }
        if (renamed || described) {
            call.event(
                    OperationType.UPDATE,
                    ResourceType.REALM_ROLE,
                    ModelToRepresentation.toBriefRepresentation(role),
                    "roles-by-id",
                    role.getId());
        }
        carry(call, role, changes);
        return EntityResult.kept(TYPE, entity(call, id, role));
    }

    /** A role that the read service shows, to be changed: who gives it in an environment meanwhile waits, or has done it. */
    private static RoleModel role(CommandCall call, int id) {
        return SecurityRoles.of(call.session(), call.realm()).stream()
                .filter(role -> role.id() == id)
                .map(role -> role.role().getId())
                .filter(role -> RowLock.role(call.session(), role))
                .map(role -> call.session().roles().getRoleById(call.realm(), role))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> Numbered.unknown(NumberKind.ROLE, id));
    }

    /** Users who have it in one environment only go on having it there. */
    private static void rename(CommandCall call, int id, RoleModel role, String name) {
        List<RoleModel> marks = RoleMarks.of(call.session(), call.realm(), role.getName());
        requireNoMarks(call, id, name);
        named(call, id, name, () -> {
            if (call.realm().getRole(name) != null) {
                throw new ModelDuplicateException();
            }
            RenamedRole.rename(call.session(), call.realm(), role, name);
            return role;
        });
        marks.forEach(mark -> {
            RenamedRole.rename(call.session(), call.realm(), mark, name);
            tellOfMark(call, OperationType.UPDATE, mark);
        });
        Database.flush(call.session());
    }

    /** Whoever has such a role already would come to have the one that is to be called so. */
    private static void requireNoMarks(CommandCall call, int id, String name) {
        RoleMarks.of(call.session(), call.realm(), name).stream().findFirst().ifPresent(taken -> {
            throw refusal(
                    Reason.DUPLICATE,
                    id,
                    "Environment " + ((ClientModel) taken.getContainer()).getClientId() + " has a role called " + name
                            + " already.");
        });
    }

    private static void tellOfMark(CommandCall call, OperationType operation, RoleModel mark) {
        call.event(
                operation,
                ResourceType.CLIENT_ROLE,
                ModelToRepresentation.toBriefRepresentation(mark),
                "roles-by-id",
                mark.getId());
    }

    /** With what stands for it in environments: a later role of the same name is another. */
    private static ObjectNode remove(CommandCall call, int id, RoleModel role) {
        ObjectNode entity = entity(call, id, role);
        RoleRepresentation representation = ModelToRepresentation.toBriefRepresentation(role);
        for (RoleModel mark : RoleMarks.of(call.session(), call.realm(), role.getName())) {
            RoleRepresentation ofMark = ModelToRepresentation.toBriefRepresentation(mark);
            mark.getContainer().removeRole(mark);
            call.event(OperationType.DELETE, ResourceType.CLIENT_ROLE, ofMark, "roles-by-id", ofMark.getId());
        }
        call.realm().removeRole(role);
        Database.flush(call.session());
        call.event(
                OperationType.DELETE, ResourceType.REALM_ROLE, representation, "roles-by-id", representation.getId());
        return EntityResult.removed(TYPE, entity);
    }

    /** The entity with the permissions that are directly in it. */
    private static ObjectNode entity(CommandCall call, int id, RoleModel role) {
        ObjectNode entity = call.entity(TYPE, id);
        ArrayNode list = entity.putArray(PERMISSIONS);
        Set<String> carried = role.getCompositesStream()
                .filter(RoleModel::isClientRole)
                .map(RoleModel::getId)
                .collect(Collectors.toSet());
        if (!carried.isEmpty()) {
            Permissions.of(call.session(), call.realm()).stream()
                    .filter(permission -> carried.contains(permission.role().getId()))
                    .forEach(permission -> list.addObject()
                            .put(PERMISSION, permission.name())
                            .put(PERMISSION_ID, permission.id())
                            .put(Members.REMOVE, false));
        }
        return entity;
    }

    private static CommandRefusal refusal(Reason reason, int id, String text) {
        return CommandRefusal.of(reason, TYPE, id, text);
    }
}
