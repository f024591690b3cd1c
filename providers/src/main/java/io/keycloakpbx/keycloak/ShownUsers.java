package io.keycloakpbx.keycloak;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import java.util.List;
import java.util.function.Supplier;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.authorization.fgap.evaluation.partial.PartialEvaluationStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.UserStoragePrivateUtil;

/** Which users the caller of a request is shown in lists, by Keycloak's fine-grained permissions. */
@ReliesOn("org.keycloak.storage.UserStoragePrivateUtil: who of the users fine-grained permissions show")
public final class ShownUsers {

    private ShownUsers() {}

    /**
     * The conditions that Keycloak's own lists of users have; none for who may view all users by a role, and in realms
     * without such permissions.
     *
     * @param user a user of the query, or of a subquery of it
     */
    public static List<Predicate> conditions(
            KeycloakSession session, RealmModel realm, CriteriaBuilder cb, CriteriaQuery<?> query, Path<?> user) {
        return AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(realm)
                ? AdminPermissionsSchema.SCHEMA.applyAuthorizationFilters(
                        session,
                        AdminPermissionsSchema.USERS,
                        (PartialEvaluationStorageProvider) UserStoragePrivateUtil.userLocalStorage(session),
                        realm,
                        cb,
                        query,
                        user)
                : List.of();
    }

    /**
     * Reads without these conditions: for what a caller is told who has been asked in another way, such as somebody who may
     * manage a user and view none.
     */
    public static <T> T unfiltered(KeycloakSession session, Supplier<T> read) {
        return AdminPermissionsSchema.runWithoutAuthorization(session, read);
    }
}
