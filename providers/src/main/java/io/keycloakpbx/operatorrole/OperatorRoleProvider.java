package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.BaseRole;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * The roles of a realm's operators, and what they come to for a user. Whether the caller may ask, change and grant, callers
 * ask the permission evaluator and {@link io.keycloakpbx.role.GrantRights} before.
 */
public interface OperatorRoleProvider extends Provider {

    /** The most custom roles that a realm has. */
    int MAX_ROLES = 200;

    /** The most permissions of its own that a realm has. */
    int MAX_PERMISSIONS = 200;

    /** The provider of a session. */
    static OperatorRoleProvider of(KeycloakSession session) {
        return session.getProvider(OperatorRoleProvider.class);
    }

    /** What a base role allows, in ASCII order. */
    SortedSet<String> permissionsOf(BaseRole role);

    /** The custom roles of a realm, by name. */
    List<OperatorRole> roles(RealmModel realm);

    /** A custom role, by the id of its realm role. */
    Optional<OperatorRole> role(RealmModel realm, String id);

    /** A custom role, by its name. */
    Optional<OperatorRole> named(RealmModel realm, String name);

    /**
     * Makes a custom role.
     *
     * @param role without an id
     * @throws OperatorRoleException where it breaks a rule, or its name is taken, or there are too many
     */
    OperatorRole create(RealmModel realm, OperatorRole role) throws OperatorRoleException;

    /**
     * Replaces a custom role, by its id.
     *
     * @return empty where there is none, or no longer
     * @throws OperatorRoleException where it breaks a rule, or its name is taken
     */
    Optional<OperatorRole> update(RealmModel realm, OperatorRole role) throws OperatorRoleException;

    /** Removes a custom role with its realm role, and tells whether there was one. */
    boolean remove(RealmModel realm, String id);

    /** The realm's own permissions, which its custom roles can refer to by id, by value and id. */
    List<TimedPermission> permissions(RealmModel realm);

    /** One of the realm's own permissions. */
    Optional<TimedPermission> permission(RealmModel realm, String id);

    /**
     * Makes a permission of the realm.
     *
     * @param permission without an id
     * @throws OperatorRoleException where it breaks a rule, or there are too many
     */
    TimedPermission createPermission(RealmModel realm, TimedPermission permission) throws OperatorRoleException;

    /**
     * Replaces a permission of the realm, by its id, and with it what the roles that refer to it mean.
     *
     * @return empty where there is none, or no longer
     * @throws OperatorRoleException where it breaks a rule
     */
    Optional<TimedPermission> updatePermission(RealmModel realm, TimedPermission permission)
            throws OperatorRoleException;

    /**
     * Removes a permission of the realm, and tells whether there was one.
     *
     * @throws OperatorRoleException where a custom role refers to it: one that takes away must not go in silence
     */
    boolean removePermission(RealmModel realm, String id) throws OperatorRoleException;

    /** The rules that base roles which are given together break; none where they break none. */
    List<OperatorRoleException.Violation> violationsOf(Collection<String> baseRoles);

    /** The rules that a custom role breaks, apart from its name being taken; none where it breaks none. */
    List<OperatorRoleException.Violation> violationsOf(RealmModel realm, OperatorRole role);

    /** The rules that a permission breaks; none where it breaks none. */
    List<OperatorRoleException.Violation> violationsOf(TimedPermission permission);

    /**
     * Whether a value is what reserved base roles alone allow. Callers let the system level alone give it to others by a custom
     * role: a tenant's people must not seem to be the platform's.
     */
    boolean isReserved(String permission);

    /** The names of the base roles that are given to a user directly, in the order of the contract. */
    List<String> baseRolesOf(RealmModel realm, UserModel user);

    /** The custom roles that are given to a user directly, by name. */
    List<OperatorRole> rolesOf(RealmModel realm, UserModel user);

    /** The realm role of a base or custom role, by name; empty where there is none. */
    Optional<RoleModel> grantable(RealmModel realm, String name);

    /** Whether a role is a custom one; what it means is not read. */
    boolean isCustom(RealmModel realm, RoleModel role);

    /** What a user may do at an instant. */
    OperatorPermissions effective(RealmModel realm, UserModel user, Instant at);
}
