package io.keycloakpbx.role;

import java.util.List;
import java.util.Set;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * The model objects of tenants that a capability guards. They are judged by what is in the database before a change is
 * committed and what was there before it: by whatever way the change came, and never for what others did.
 */
public interface GuardedObjectProvider extends Provider {

    /** Admin events of these types tell of something that may have been done to such objects. */
    Set<ResourceType> resourceTypes();

    /** The objects of a realm that stay as they are, as the session's transaction sees them. */
    default List<KeptObject> kept(RealmModel realm) {
        return List.of();
    }

    /** What there is in a realm that should not be, as the session's transaction sees it. */
    default List<UnwantedObject> unwanted(RealmModel realm) {
        return List.of();
    }

    /**
     * What there is in a realm that only the system level may bring in, as the session's transaction sees it. What is there
     * already, and what an import brings, is as good as any other thing.
     */
    default List<UnwantedObject> reserved(RealmModel realm) {
        return List.of();
    }

    /**
     * The ids of the roles of a realm that only the system level gives, as the session's transaction sees them; without those that
     * merely contain them.
     */
    default Set<String> reservedRoles(RealmModel realm) {
        return Set.of();
    }

    /** Whether a role is one of these, as the session's caches have it. */
    default boolean isReserved(RealmModel realm, RoleModel role) {
        return false;
    }

    /**
     * Whether a user has something that nobody in a tenant may have, also where no database says so: roles that a directory
     * gives for the moment.
     */
    default boolean hasUnwanted(RealmModel realm, UserModel user) {
        return false;
    }

    /**
     * The ids of the realms, tenants or not, that have unwanted objects; a number of queries that does not grow with
     * them.
     */
    default Set<String> realmsWithUnwanted() {
        return Set.of();
    }
}
