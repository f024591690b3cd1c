package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.role.GuardedObjectProvider;
import io.keycloakpbx.role.KeptObject;
import io.keycloakpbx.store.Database;
import java.util.List;
import java.util.Set;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.GroupEntity;

/**
 * The group of the administrators keeps its name, its place and its role, and is not removed. Who is in it, its description
 * and its attributes change as those of any group.
 */
@ReliesOn("org.keycloak.models.jpa.entities: the tables of groups and of their roles, whatever way the rows came")
final class JpaAdministratorsProvider implements GuardedObjectProvider {

    private static final Set<ResourceType> RESOURCE_TYPES = Set.of(ResourceType.GROUP, ResourceType.REALM_ROLE_MAPPING);

    private final KeycloakSession session;

    JpaAdministratorsProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Set<ResourceType> resourceTypes() {
        return RESOURCE_TYPES;
    }

    @Override
    public List<KeptObject> kept(RealmModel realm) {
        return Database.entities(session)
                .createQuery(
                        "select g.id from GroupEntity g, GroupRoleMappingEntity m, RoleEntity r"
                                + " where g.realm = :realm and g.parentId = :top and g.type = 0 and g.name = :group"
                                + " and m.group.id = g.id and m.roleId = r.id"
                                + " and r.realmId = :realm and r.clientRole = false and r.name = :role",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("top", GroupEntity.TOP_PARENT_ID)
                .setParameter("group", Administrators.GROUP)
                .setParameter("role", Administrators.ROLE)
                .getResultList()
                .stream()
                .map(id -> new KeptObject(
                        id, "Group " + Administrators.GROUP, "at the top level, with the role " + Administrators.ROLE))
                .toList();
    }

    @Override
    public void close() {}
}
