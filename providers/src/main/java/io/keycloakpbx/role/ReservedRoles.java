package io.keycloakpbx.role;

import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.RoleUtils;

/** Roles that the system level alone gives: reserved base roles, and what capabilities reserve besides. */
final class ReservedRoles {

    private ReservedRoles() {}

    /** Whether a role is a reserved one, or contains one. */
    static boolean isIn(KeycloakSession session, RealmModel realm, RoleModel role) {
        return (role.isComposite() ? RoleUtils.expandCompositeRolesStream(Stream.of(role)) : Stream.of(role))
                .anyMatch(one -> isReserved(session, realm, one));
    }

    private static boolean isReserved(KeycloakSession session, RealmModel realm, RoleModel role) {
        return BaseRole.of(role).filter(BaseRole::isReserved).isPresent()
                || session.getAllProviders(GuardedObjectProvider.class).stream()
                        .anyMatch(provider -> provider.isReserved(realm, role));
    }
}
