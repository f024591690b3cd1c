package io.keycloakpbx.keycloak;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Which users, or groups, the caller of a request may view: Keycloak's own decision about each, asked for once. The conditions of
 * Keycloak's lists ({@link ShownUsers#conditions}) know nothing of groups within groups, and of permissions by time or client, so
 * that each list, count and name asks here about what these conditions leave. For who may view all, nothing is asked.
 */
public final class Viewed {

    /** The most users or groups that one list or count asks about. */
    public static final int MOST_ASKED = 2_000;

    private static final Viewed EVERYTHING = new Viewed(null);

    /** Null for all. */
    private final Predicate<String> mayView;

    private final Map<String, Boolean> asked = new HashMap<>();

    private Viewed(Predicate<String> mayView) {
        this.mayView = mayView;
    }

    /** The users of a realm whom the caller may view. */
    public static Viewed users(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        return ShownUsers.areAll(realm, auth)
                ? EVERYTHING
                : new Viewed(id -> {
                    UserModel user = UserId.find(session, realm, id);
                    return user != null && auth.users().canView(user);
                });
    }

    /** The groups of a realm that the caller may view. */
    public static Viewed groups(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        boolean all = FineGrained.areOn(realm)
                ? ShownUsers.areAll(realm, auth)
                : auth.groups().canView();
        return all
                ? EVERYTHING
                : new Viewed(id -> {
                    GroupModel group = session.groups().getGroupById(realm, id);
                    return group != null && auth.groups().canView(group);
                });
    }

    /** For who may view all, and for what is read whoever asks. */
    public static Viewed everything() {
        return EVERYTHING;
    }

    /** What a decision lets through, by the id. */
    public static Viewed of(Predicate<String> mayView) {
        return new Viewed(mayView);
    }

    /** Whether nothing is hidden, so that nothing needs to be asked. */
    public boolean isEverything() {
        return mayView == null;
    }

    /** Whether the caller may view the one of an id; of ids that there are not, that is so for who may view all. */
    public boolean has(String id) {
        return isEverything() || asked.computeIfAbsent(id, mayView::test);
    }

    /** The same decision about what has an id; null where all passes. */
    public <T> Predicate<T> by(Function<T, String> id) {
        return isEverything() ? null : item -> has(id.apply(item));
    }
}
