package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.BaseRole;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the base roles allow: an area of the PBX, and whether it is read or also changed. Whoever reads may not change; whoever
 * changes may read.
 */
final class BaseRolePermissions {

    /** What operators of one tenant work on. */
    private static final String[] IDENTITIES = {"operators", "roles", "sessions"};

    private static final String[] NETWORK = {"devices", "extensions", "network", "servers"};
    private static final String[] SECURITY = {"keys", "restrictions", "security", "sessions"};
    private static final String[] TENANT = {"groups", "settings"};

    /** What is beyond one tenant. */
    private static final String[] SEVERAL_TENANTS = {"tenants"};

    private static final String[] PLATFORM = {"diagnostics", "platform"};

    private static final Map<BaseRole, SortedSet<String>> ALL = table();

    private static final SortedSet<String> RESERVED = reservedOnes();

    private BaseRolePermissions() {}

    /** What a base role allows, in ASCII order. */
    static SortedSet<String> of(BaseRole role) {
        return ALL.get(role);
    }

    /** Whether reserved roles allow it, and no other role does. */
    static boolean isReserved(String permission) {
        return permission != null && RESERVED.contains(permission);
    }

    /** What reserved roles allow, and no other role does. */
    static SortedSet<String> reserved() {
        return RESERVED;
    }

    private static SortedSet<String> reservedOnes() {
        SortedSet<String> reserved = new TreeSet<>();
        ALL.values().forEach(reserved::addAll);
        ALL.forEach((role, permissions) -> {
            if (!role.isReserved()) {
                reserved.removeAll(permissions);
            }
        });
        return Collections.unmodifiableSortedSet(reserved);
    }

    private static Map<BaseRole, SortedSet<String>> table() {
        Map<BaseRole, SortedSet<String>> table = new EnumMap<>(BaseRole.class);
        Arrays.stream(BaseRole.values())
                .forEach(role -> table.put(role, Collections.unmodifiableSortedSet(permissions(role))));
        return table;
    }

    private static SortedSet<String> permissions(BaseRole role) {
        return switch (role) {
            case GUEST -> all(reading("profile"));
            case TENANT_VIEWONLY -> all(readingATenant());
            case TENANT_IAM_ADMIN -> all(changing(IDENTITIES), reading("audit"));
            case TENANT_NETWORK_ADMIN -> all(changing(NETWORK), reading("groups"));
            case TENANT_SECURITY_ADMIN -> all(changing(SECURITY), reading("audit", "operators", "roles"));
            case TENANT_SUPER -> all(changingATenant());
            case TENANT_ROOT -> all(changingATenant(), changing("tenant"));
            case SUPPORT_VIEWONLY -> all(readingATenant(), reading("diagnostics"));
            case SUPPORT_IAM_ADMIN -> all(changing(IDENTITIES), reading("audit", "diagnostics"));
            case SUPPORT_ADMIN -> all(readingATenant(), changing(NETWORK), changing("diagnostics"));
            case SUPPORT_MFG -> all(changing("devices"), reading("diagnostics"));
            case SUPPORT_SUPER -> all(changingATenant(), changing("diagnostics"));
            case SUPPORT_ROOT -> all(changingATenant(), changing("tenant", "diagnostics"));
            case ESP_USER -> all(readingATenant(), reading(SEVERAL_TENANTS));
            case ESP_IAM_ADMIN -> all(changing(IDENTITIES), reading("audit", "tenants"));
            case ESP_MACHINE_ADMIN -> all(changing("devices"), reading(SEVERAL_TENANTS));
            case ESP_ADMIN -> all(changing(IDENTITIES), changing(NETWORK), reading("audit", "tenants"));
            case ESP_SUPER -> all(changingATenant(), reading(SEVERAL_TENANTS));
            case ESP_ROOT -> all(changingATenant(), changing("tenant", "tenants"));
            case SYSTEM -> all(changingATenant(), changing("tenant", "tenants"), changing(PLATFORM));
            case ELEMENT -> all(reading("devices", "extensions", "network", "servers"));
            case DEVOPS -> all(changing(PLATFORM), reading("servers", "tenants"));
            case SECOPS -> all(changing("security"), reading("audit", "platform", "tenants"));
        };
    }

    private static SortedSet<String> readingATenant() {
        return all(
                reading(IDENTITIES), reading(NETWORK), reading(SECURITY), reading(TENANT), reading("audit", "profile"));
    }

    private static SortedSet<String> changingATenant() {
        return all(
                changing(IDENTITIES),
                changing(NETWORK),
                changing(SECURITY),
                changing(TENANT),
                reading("audit", "profile"));
    }

    private static SortedSet<String> reading(String... areas) {
        return Arrays.stream(areas).map(area -> area + "/read").collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> changing(String... areas) {
        SortedSet<String> permissions = reading(areas);
        Arrays.stream(areas).map(area -> area + "/write").forEach(permissions::add);
        return permissions;
    }

    @SafeVarargs
    private static SortedSet<String> all(SortedSet<String>... some) {
        return Arrays.stream(some).flatMap(SortedSet::stream).collect(Collectors.toCollection(TreeSet::new));
    }
}
