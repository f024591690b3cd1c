package io.keycloakpbx.keycloak;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What the caller of a request may view of a realm's users and groups.
 *
 * @param users the users
 * @param groups the groups
 */
public record Viewer(Viewed users, Viewed groups) {

    public static Viewer of(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        return new Viewer(Viewed.users(session, realm, auth), Viewed.groups(session, realm, auth));
    }
}
