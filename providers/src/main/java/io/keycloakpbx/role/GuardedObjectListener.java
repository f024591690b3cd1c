package io.keycloakpbx.role;

import io.keycloakpbx.keycloak.AdminEventListener;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.Tenant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupModel.GroupMemberJoinEvent;
import org.keycloak.models.GroupModel.GroupRemovedEvent;
import org.keycloak.models.GroupModel.GroupUpdatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleContainerModel.RoleRemovedEvent;
import org.keycloak.models.RoleModel;
import org.keycloak.models.RoleModel.RoleGrantedEvent;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.storage.PartialImportRealmFromRepresentationEvent;

/**
 * Hears of everything that may have been done to guarded objects: by administrators, by an import, and by what gives roles
 * on its own (workflows, mappers of identity providers and directories, default roles). What was done is seen from the
 * state alone.
 */
@ReliesOn(
        "org.keycloak.models.RoleModel.RoleGrantedEvent, GroupModel.GroupUpdatedEvent, admin events: one of them comes"
                + " with each way in which roles are given")
public final class GuardedObjectListener implements AdminEventListener {

    @Override
    public void onEvent(KeycloakSession session, AdminEvent event) {
        if (event.getAuthDetails() != null) {
            AdministrationRealm.actor(session, event.getAuthDetails().getRealmId());
        }
        if (session.getAllProviders(GuardedObjectProvider.class).stream()
                .anyMatch(provider -> provider.resourceTypes().contains(event.getResourceType()))) {
            ModelGuard.watch(session, session.realms().getRealm(event.getRealmId()), event.getResourcePath());
        }
        if (event.getResourceType() == ResourceType.GROUP_MEMBERSHIP
                && event.getOperationType() == OperationType.CREATE) {
            onMembership(session, session.realms().getRealm(event.getRealmId()), event.getResourcePath());
        }
        if (event.getResourceType() == ResourceType.IDENTITY_PROVIDER_MAPPER && isOfTheRealmItself(event)) {
            MapperGuard.watch(
                    session,
                    session.realms().getRealm(event.getRealmId()),
                    event.getAuthDetails().getUserId());
        }
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RoleGrantedEvent granted) {
                onGrant(granted.getKeycloakSession(), granted.getUser(), granted.getRole());
                onReserved(
                        granted.getKeycloakSession(), realmOf(granted.getRole()), Stream.of(granted.getRole()), false);
            } else if (event instanceof GroupUpdatedEvent updated) {
                updated.getGroup()
                        .getRealmRoleMappingsStream()
                        .forEach(role -> watch(updated.getKeycloakSession(), role, BuiltInRole.systemLevelNames()));
                onReserved(updated.getKeycloakSession(), updated.getRealm(), rolesOf(updated.getGroup()), false);
            } else if (event instanceof GroupMemberJoinEvent joined) {
                onMembership(joined.getKeycloakSession(), joined.getRealm(), joined.getGroup());
            } else if (event instanceof GroupRemovedEvent removed) {
                // By a directory's mapper, too.
                ModelGuard.watch(removed.getKeycloakSession(), removed.getRealm());
            } else if (event instanceof RoleRemovedEvent removed) {
                watch(removed.getKeycloakSession(), removed.getRole(), BuiltInRole.names());
                watch(removed.getKeycloakSession(), removed.getRole(), BaseRole.names());
            } else if (event instanceof PartialImportRealmFromRepresentationEvent imported) {
                ModelGuard.watchImport(imported.getSession(), imported.getRealm(), usersWithRoles(imported.getRep()));
            }
        });
    }

    /** Not the work of somebody of the master realm. */
    private static boolean isOfTheRealmItself(AdminEvent event) {
        return event.getAuthDetails() != null
                && event.getRealmId().equals(event.getAuthDetails().getRealmId());
    }

    private static Stream<String> usersWithRoles(PartialImportRepresentation imported) {
        return imported.getUsers() == null
                ? Stream.empty()
                : imported.getUsers().stream()
                        .filter(user -> user.getRealmRoles() != null
                                && user.getRealmRoles().stream().anyMatch(BuiltInRole.systemLevelNames()::contains))
                        .map(UserRepresentation::getUsername);
    }

    /**
     * Taken back at once: what gives roles on its own (a workflow, a mapper at a sign-in or at a mere look into a directory)
     * has nobody who could be refused, and the rest of its work goes on. An administrator's request is refused.
     */
    private static void onGrant(KeycloakSession session, UserModel user, RoleModel role) {
        if (isOneOf(role, BuiltInRole.systemLevelNames()) && role.getContainer() instanceof RealmModel realm) {
            ModelGuard.takeBack(session, realm, user, role, BuiltInRole.systemLevelReason());
        }
    }

    /** Of users of another store the model tells nothing. The path ends with the group's id. */
    private static void onMembership(KeycloakSession session, RealmModel realm, String path) {
        if (realm != null && path != null) {
            GroupModel group = realm.getGroupById(path.substring(path.lastIndexOf('/') + 1));
            if (group != null) {
                onMembership(session, realm, group);
            }
        }
    }

    /** New users join a default group, whoever makes them: what that gives is seen when a group becomes one or gets a role. */
    private static void onMembership(KeycloakSession session, RealmModel realm, GroupModel group) {
        if (realm.getDefaultGroupsStream().noneMatch(group::equals)) {
            onReserved(session, realm, rolesOf(group), true);
        }
    }

    /** What a member of a group has by it. */
    private static Stream<RoleModel> rolesOf(GroupModel group) {
        return Stream.iterate(group, Objects::nonNull, GroupModel::getParent)
                .flatMap(GroupModel::getRoleMappingsStream);
    }

    private static RealmModel realmOf(RoleModel role) {
        return role.getContainer() instanceof ClientModel client ? client.getRealm() : (RealmModel) role.getContainer();
    }

    /**
     * Roles come to somebody who had not all of them before. A new holding is seen in the state of the realm; who is in a
     * group is not, as there may be many: to join one is refused as such. The default role concerns everybody: what it
     * contains is seen when that changes.
     */
    private static void onReserved(
            KeycloakSession session, RealmModel realm, Stream<RoleModel> roles, boolean isMembership) {
        boolean bySystemLevel = session.getContext().getBearerToken() != null && AdministrationRealm.acts(session);
        if (!bySystemLevel
                && Tenant.is(realm)
                && roles.filter(role -> !role.equals(realm.getDefaultRole()))
                        .anyMatch(role -> ReservedRoles.isIn(session, realm, role))) {
            if (isMembership) {
                ModelGuard.refuse(session, realm, BaseRole.reservedReason());
            } else {
                ModelGuard.watch(session, realm);
            }
        }
    }

    private static boolean isOneOf(RoleModel role, List<String> names) {
        return !role.isClientRole() && names.contains(role.getName());
    }

    /** Most roles that are given or removed are none of ours, and cost nothing more. */
    private static void watch(KeycloakSession session, RoleModel role, List<String> names) {
        if (isOneOf(role, names) && role.getContainer() instanceof RealmModel realm) {
            ModelGuard.watch(session, realm);
        }
    }

    @Override
    public String getId() {
        return "pbx-guarded-objects";
    }
}
