package io.keycloakpbx.keycloak;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.authorization.fgap.evaluation.partial.PartialEvaluationStorageProvider;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.storage.UserStoragePrivateUtil;

/** Which users the caller of a request is shown in lists, by Keycloak's fine-grained permissions. */
@ReliesOn("org.keycloak.storage.UserStoragePrivateUtil: who of the users fine-grained permissions show")
public final class ShownUsers {

    private static final String[] ALL = {AdminRoles.MANAGE_USERS, AdminRoles.VIEW_USERS};
    private static final String[] QUERY = {
        AdminRoles.QUERY_CLIENTS, AdminRoles.QUERY_GROUPS, AdminRoles.QUERY_USERS, AdminRoles.QUERY_ORGANIZATIONS
    };

    private ShownUsers() {}

    /** Whether a caller may view all users, and no permission takes single ones or groups from that. */
    public static boolean areAll(RealmModel realm, AdminPermissionEvaluator auth) {
        return FineGrained.areOn(realm)
                ? auth.hasOneAdminRole(ALL)
                : auth.users().canView();
    }

    /**
     * Whether Keycloak's {@linkplain #conditions conditions} narrow lists of users down for a caller, or need not. They do for
     * the realm's own administrators with the role {@code query-users} alone; to others who have no role for all users they
     * show nobody, or what Keycloak makes of another such role. Whether a caller may view a user, they do not decide: of groups
     * within a group, and of permissions by time or client, they know nothing.
     */
    public static boolean areNarrowed(RealmModel realm, AdminPermissionEvaluator auth) {
        return areAll(realm, auth)
                || FineGrained.mayPermit(realm, auth)
                        && auth.hasOneAdminRole(AdminRoles.QUERY_USERS)
                        && holdsOne(realm, auth.adminAuth().getUser(), AdminRoles.QUERY_USERS)
                        && !holdsOne(realm, auth.adminAuth().getUser(), ALL);
    }

    /** Whether a caller has one of these roles now, whatever the token says and the client may speak of: as Keycloak asks. */
    static boolean holdsOne(RealmModel realm, UserModel caller, String... names) {
        return roles(management(realm), names).anyMatch(caller::hasRole);
    }

    /** The client with the roles for administrators that Keycloak's conditions look at. */
    private static ClientModel management(RealmModel realm) {
        return AdministrationRealm.NAME.equals(realm.getName())
                ? realm.getMasterAdminClient()
                : realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
    }

    private static Stream<RoleModel> roles(ClientModel client, String... names) {
        return client == null
                ? Stream.of()
                : Stream.of(names).map(client::getRole).filter(Objects::nonNull);
    }

    /**
     * The conditions that Keycloak's own lists of users have; none for who may view all users by a role, in realms without
     * such permissions, and for work of the server itself. Nobody is shown to other callers for whom Keycloak has no
     * conditions, with a permission for all users as well: there may be users who are denied to them. Whom the conditions leave,
     * {@link Viewed} is asked about.
     *
     * @param user a user of the query, or of a subquery of it
     */
    public static List<Predicate> conditions(
            KeycloakSession session, RealmModel realm, CriteriaBuilder cb, CriteriaQuery<?> query, Path<?> user) {
        if (!FineGrained.areOn(realm) || AdminPermissionsSchema.isSkipEvaluation(session)) {
            return List.of();
        }
        UserModel caller = session.getContext().getUser();
        if (caller != null && !hasConditions(realm, caller) && !mayViewAll(session, realm, caller)) {
            return List.of(cb.disjunction());
        }
        return AdminPermissionsSchema.SCHEMA.applyAuthorizationFilters(
                session,
                AdminPermissionsSchema.USERS,
                (PartialEvaluationStorageProvider) UserStoragePrivateUtil.userLocalStorage(session),
                realm,
                cb,
                query,
                user);
    }

    /** Whether Keycloak looks at a caller's permissions: for one with any role to look for something, and none for all users. */
    private static boolean hasConditions(RealmModel realm, UserModel caller) {
        return holdsOne(realm, caller, QUERY) && !holdsOne(realm, caller, ALL);
    }

    /** Whether a caller may view all users by a role, of master's or the realm's own, of which the client may speak. */
    private static boolean mayViewAll(KeycloakSession session, RealmModel realm, UserModel caller) {
        ClientModel client = session.getContext().getClient();
        return Stream.concat(roles(realm.getMasterAdminClient(), ALL), roles(management(realm), ALL))
                .anyMatch(role -> caller.hasRole(role) && (client == null || client.hasScope(role)));
    }

    /**
     * Reads without these conditions: for what a caller is told who has been asked in another way, such as somebody who may
     * manage a user and view none.
     */
    public static <T> T unfiltered(KeycloakSession session, Supplier<T> read) {
        return AdminPermissionsSchema.runWithoutAuthorization(session, read);
    }
}
