package io.keycloakpbx.role;

import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The built-in roles of the PBX (contract portsip 1.4), realm roles of each tenant. Nobody can change them, and no custom
 * role can have one of these names. The strongest comes first.
 */
public enum BuiltInRole {
    SYSTEM_ADMIN("SystemAdmin", true),
    DEALER("Dealer", true),
    ADMIN(TenantProvider.ADMINISTRATOR_ROLE, false),
    QUEUE_MANAGER("QueueManager", false),
    STANDARD_INTERNATIONAL_USER("StandardInternationalUser", false),
    STANDARD_USER("StandardUser", false),
    REPLICATOR("Replicator", false);

    private final String roleName;
    private final boolean systemLevel;

    BuiltInRole(String roleName, boolean systemLevel) {
        this.roleName = roleName;
        this.systemLevel = systemLevel;
    }

    /** The name of the realm role. */
    public String roleName() {
        return roleName;
    }

    /** Whether the role belongs to the system level: a tenant has it in name only, and nobody there can hold it. */
    boolean isSystemLevel() {
        return systemLevel;
    }

    /** The built-in role whose name a text is, in any case. */
    public static Optional<BuiltInRole> named(String name) {
        return Arrays.stream(values())
                .filter(role -> role.roleName.equalsIgnoreCase(name))
                .findFirst();
    }

    /** The PBX role of a user: the strongest built-in role that the user has, or null. */
    public static String of(RealmModel realm, UserModel user) {
        if (Tenant.isSystemLevel(realm)) {
            RoleModel admin = realm.getRole(AdminRoles.ADMIN);
            return admin != null && user.hasRole(admin) ? SYSTEM_ADMIN.roleName : null;
        }
        for (BuiltInRole builtIn : values()) {
            if (!builtIn.systemLevel) {
                RoleModel role = realm.getRole(builtIn.roleName);
                if (role != null && user.hasRole(role)) {
                    return builtIn.roleName;
                }
            }
        }
        return null;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(BuiltInRole::roleName).toList();
    }

    static List<String> lowerCaseNames() {
        return Arrays.stream(values())
                .map(role -> role.roleName.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Why nobody in a tenant can have a role, if it is one of the system level: what stands for it neither. */
    public static Optional<String> refusalOf(RoleModel role) {
        return !role.isClientRole() && systemLevelNames().contains(role.getName())
                ? Optional.of(systemLevelReason())
                : Optional.empty();
    }

    /** Why nobody in a tenant can have a role of the system level. */
    static String systemLevelReason() {
        return "The roles " + String.join(" and ", systemLevelNames())
                + " belong to the system level and cannot be given to anybody in a tenant";
    }

    static List<String> systemLevelNames() {
        return Arrays.stream(values())
                .filter(BuiltInRole::isSystemLevel)
                .map(BuiltInRole::roleName)
                .collect(Collectors.toList());
    }
}
