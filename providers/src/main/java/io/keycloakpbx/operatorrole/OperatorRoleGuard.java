package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.BaseRole;
import io.keycloakpbx.role.GuardedObjectProvider;
import io.keycloakpbx.role.UnwantedObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * What only reserved base roles allow, the system level alone lets custom roles and permissions allow, and gives such roles. Those
 * that are off count as well: who switches one on need not look who has it.
 */
final class OperatorRoleGuard implements GuardedObjectProvider {

    private final KeycloakSession session;

    OperatorRoleGuard(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Set<ResourceType> resourceTypes() {
        // Components tell of their changes themselves.
        return Set.of();
    }

    @Override
    public List<UnwantedObject> reserved(RealmModel realm) {
        return new OperatorRoleRows(session, realm)
                .reserved().stream()
                        .map(meaning -> new UnwantedObject(
                                "means " + meaning.componentId() + " " + meaning.value(),
                                BaseRole.named(meaning.value()).isPresent()
                                        ? BaseRole.reservedReason()
                                        : "Permission " + meaning.value()
                                                + " is the platform's: an administrator of the master realm lets others"
                                                + " have it",
                                "Ask an administrator of the master realm"))
                        .toList();
    }

    @Override
    public Set<String> reservedRoles(RealmModel realm) {
        return new OperatorRoleRows(session, realm)
                .reserved().stream()
                        .filter(OperatorRoleRows.Meaning::isOfRole)
                        .map(OperatorRoleRows.Meaning::componentId)
                        .collect(Collectors.toSet());
    }

    @Override
    public boolean isReserved(RealmModel realm, RoleModel role) {
        return OperatorRoleComponent.of(realm, role).isPresent()
                && OperatorRoleProvider.of(session)
                        .role(realm, role.getId())
                        .filter(OperatorRoleGuard::isReserved)
                        .isPresent();
    }

    private static boolean isReserved(OperatorRole role) {
        return role.baseRoles().stream()
                        .flatMap(name -> BaseRole.named(name).stream())
                        .anyMatch(BaseRole::isReserved)
                || role.permissions().stream().anyMatch(BaseRolePermissions::isReserved)
                || role.customPermissions().stream().anyMatch(OperatorRoleGuard::isReserved);
    }

    /** Whether a permission allows what is reserved, at whatever time. */
    static boolean isReserved(TimedPermission permission) {
        return !permission.disallow() && BaseRolePermissions.isReserved(permission.value());
    }

    @Override
    public void close() {}
}
