package io.keycloakpbx.role;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * The base roles of operators (contract prisma-sdwan 3.2), realm roles of each tenant. In Keycloak they give nothing; to apps
 * they mean permissions. They stay as they are, and those of the platform's own people are given by the system level only.
 */
public enum BaseRole {
    GUEST(Family.TENANT),
    SYSTEM(Family.PLATFORM),
    ELEMENT(Family.PLATFORM),
    SUPPORT_IAM_ADMIN(Family.SUPPORT),
    SUPPORT_ADMIN(Family.SUPPORT),
    SUPPORT_VIEWONLY(Family.SUPPORT),
    SUPPORT_MFG(Family.SUPPORT),
    SUPPORT_SUPER(Family.SUPPORT),
    SUPPORT_ROOT(Family.SUPPORT),
    DEVOPS(Family.PLATFORM),
    SECOPS(Family.PLATFORM),
    TENANT_IAM_ADMIN(Family.TENANT),
    TENANT_NETWORK_ADMIN(Family.TENANT),
    TENANT_SECURITY_ADMIN(Family.TENANT),
    TENANT_VIEWONLY(Family.TENANT),
    TENANT_SUPER(Family.TENANT),
    TENANT_ROOT(Family.TENANT),
    ESP_IAM_ADMIN(Family.ESP),
    ESP_MACHINE_ADMIN(Family.ESP),
    ESP_ADMIN(Family.ESP),
    ESP_USER(Family.ESP),
    ESP_SUPER(Family.ESP),
    ESP_ROOT(Family.ESP);

    /** Whose people a role is for. */
    public enum Family {
        /** The tenant's own. */
        TENANT(false),
        /** Those who help tenants. */
        SUPPORT(true),
        /** Those who run the platform. */
        PLATFORM(true),
        /** Those who serve several tenants: managed service providers. */
        ESP(true);

        private final boolean reserved;

        Family(boolean reserved) {
            this.reserved = reserved;
        }
    }

    /**
     * The attribute by which a role of such a name is a base role. The template gives it; a role of the tenant's own that had the
     * name before does not have it.
     */
    static final String MARK = "pbx.baseRole";

    static final String MARKED = "true";

    private static final Map<String, BaseRole> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(BaseRole::roleName, Function.identity()));

    private final Family family;

    BaseRole(Family family) {
        this.family = family;
    }

    /** The name of the realm role. */
    public String roleName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whose people it is for. */
    public Family family() {
        return family;
    }

    /** Whether the system level alone gives it. */
    public boolean isReserved() {
        return family.reserved;
    }

    /** Whether it has all that its family has: it is given alone. */
    public boolean isSolo() {
        return name().endsWith("_SUPER") || name().endsWith("_ROOT");
    }

    /** The base role of exactly this name. */
    public static Optional<BaseRole> named(String name) {
        return Optional.ofNullable(name == null ? null : BY_NAME.get(name));
    }

    /** The base role that a role of a realm is. One of the tenant's own is none, whatever it is called. */
    public static Optional<BaseRole> of(RoleModel role) {
        return role.isClientRole() ? Optional.empty() : named(role.getName()).filter(base -> isMarked(role));
    }

    private static boolean isMarked(RoleModel role) {
        return role.getAttributeStream(MARK).anyMatch(MARKED::equals);
    }

    /**
     * The role of a realm, or empty where the realm does not have it: its template is older, or a role of the tenant's own has the
     * name.
     */
    public Optional<RoleModel> in(RealmModel realm) {
        return Optional.ofNullable(realm.getRole(roleName())).filter(BaseRole::isMarked);
    }

    /** What to do where a realm does not have it. */
    public String missing() {
        return "The tenant does not have the base role " + roleName()
                + ". An upgrade of the tenant brings it, once no role of the tenant's own has the name";
    }

    static List<String> names() {
        return Arrays.stream(values()).map(BaseRole::roleName).toList();
    }

    /** The names of the reserved ones. */
    public static List<String> reservedNames() {
        return Arrays.stream(values())
                .filter(BaseRole::isReserved)
                .map(BaseRole::roleName)
                .toList();
    }

    /** Why somebody of a tenant cannot give a reserved one. */
    public static String reservedReason() {
        return "The roles system, element, devops, secops, support_* and esp_* are given by an administrator of the"
                + " master realm only";
    }
}
