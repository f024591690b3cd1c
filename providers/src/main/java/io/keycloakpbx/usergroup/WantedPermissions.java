package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.JsonBody;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a group or a user shall say of some permissions, for who has been shown what it says. Others stay as they are. */
@Schema(
        name = "WantedPermissions",
        description = "What shall be said of some permissions; others stay as they are",
        requiredProperties = "permissions")
record WantedPermissions(@Schema(minItems = 1, maxItems = WantedPermissions.MOST) List<Wanted> permissions) {

    static final int MOST = 1000;

    private static final String PERMISSIONS = "permissions";
    private static final String NAME = "name";
    private static final String VALUE = "value";
    private static final String EXPECTED = "expected";
    private static final int NAME_LENGTH = 255;

    /**
     * What shall be said of a permission.
     *
     * @param value what shall be said, or null for nothing
     * @param expected what is said as far as the caller knows, or null for nothing
     */
    @Schema(name = "WantedPermission", description = "What shall be said of a permission", requiredProperties = NAME)
    record Wanted(
            @Schema(minLength = 1, maxLength = NAME_LENGTH) String name,
            @Schema(nullable = true, description = "What shall be said; nothing where it is left out") Boolean value,
            @Schema(
                            nullable = true,
                            description = "What is said as far as the caller knows; nothing where it is left out")
                    Boolean expected) {

        /** The role that {@code superadmin} is can be given, and not be refused. */
        private Optional<PermissionValue> said(Boolean told) {
            if (told == null || !told && name.equals(BuiltInPermission.SUPERADMIN.permissionName())) {
                return Optional.empty();
            }
            return Optional.of(told ? PermissionValue.ENABLE : PermissionValue.DISABLE);
        }
    }

    /**
     * Reads a body.
     *
     * @throws io.keycloakpbx.http.InvalidBodyException where it breaks a rule
     */
    static WantedPermissions read(InputStream body) {
        JsonBody json = JsonBody.read(body);
        json.refuseOthersThan(Set.of(PERMISSIONS));
        List<Body> listed = json.optionalObjects(PERMISSIONS, MOST);
        List<Wanted> wanted = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Body one : listed == null ? List.<Body>of() : listed) {
            one.refuseOthersThan(Set.of(NAME, VALUE, EXPECTED));
            String name = one.requiredString(NAME, NAME_LENGTH);
            if (!names.add(name)) {
                one.violation(NAME, PERMISSIONS + '[' + wanted.size() + "]." + NAME + " must not be there twice");
            }
            wanted.add(new Wanted(name, one.optionalBoolean(VALUE), one.optionalBoolean(EXPECTED)));
        }
        if (wanted.isEmpty()) {
            json.violation(PERMISSIONS, PERMISSIONS + " must list what changes");
        }
        return new WantedPermissions(wanted);
    }

    /** What shall be said, by the name of the permission; empty for nothing. */
    Map<String, Optional<PermissionValue>> values() {
        Map<String, Optional<PermissionValue>> values = new HashMap<>();
        permissions.forEach(one -> values.put(one.name(), one.said(one.value())));
        return values;
    }

    /** What the caller believes is said of some of them, likewise. */
    Map<String, Optional<PermissionValue>> expected(Collection<String> names) {
        Map<String, Optional<PermissionValue>> expected = new HashMap<>();
        permissions.stream()
                .filter(one -> names.contains(one.name()))
                .forEach(one -> expected.put(one.name(), one.said(one.expected())));
        return expected;
    }

    /** Where in the body a member of a permission is; null for none. */
    String field(String name, String member) {
        return IntStream.range(0, permissions.size())
                .filter(i -> permissions.get(i).name().equals(name))
                .mapToObj(i -> PERMISSIONS + '[' + i + "]." + member)
                .findFirst()
                .orElse(null);
    }
}
