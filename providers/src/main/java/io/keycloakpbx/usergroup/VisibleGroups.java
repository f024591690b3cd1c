package io.keycloakpbx.usergroup;

import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Which groups a caller may view, asked once for each of them: nobody else is told what they are called. */
final class VisibleGroups {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final Map<String, Boolean> known = new HashMap<>();

    VisibleGroups(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    /** Whether a permission has been decided by a group that the caller may view. */
    boolean showWhoDecided(EffectivePermission permission) {
        return permission.groupId() != null && known.computeIfAbsent(permission.groupId(), this::isVisible);
    }

    private boolean isVisible(String groupId) {
        GroupModel group = session.groups().getGroupById(realm, groupId);
        return group != null && auth.groups().canView(group);
    }
}
