package io.keycloakpbx.operator;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.TimedPermission;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the admin console sends of custom roles: only its types are looked at here, what values have to be like the roles know. */
final class ConsoleRoleBody {

    static final String EXPECTED_VERSION = ConsoleOperatorBody.EXPECTED_VERSION;

    private static final Set<String> ROLE = Set.of(
            "name",
            "description",
            "roles",
            "permissions",
            "disallowPermissions",
            "customPermissions",
            "disabled",
            "inactive");
    private static final Set<String> WINDOW = Set.of(
            "id",
            "value",
            "allowedAfterMs",
            "allowedBeforeMs",
            "disallow",
            "disabled",
            "disabledReason",
            "inactive",
            "inactiveReason",
            "region");

    /** One more than any list may have, which is enough to tell that there are too many. */
    private static final int MAX_ITEMS = 101;

    private static final int ANY = Integer.MAX_VALUE;

    private ConsoleRoleBody() {}

    /** A custom role that is to be. */
    @Schema(name = "NewTenantOperatorRole", description = "A custom role that is to be", requiredProperties = "name")
    record New(
            @Schema(minLength = 1, maxLength = 255, pattern = "^[a-z_]*$") String name,
            @Schema(maxLength = 255) String description,
            @Schema(maxItems = 7, description = "Names of base roles") List<String> roles,
            @Schema(maxItems = 100) List<String> permissions,
            @Schema(maxItems = 100) List<String> disallowPermissions,
            @Schema(maxItems = 100) List<ConsoleRoleRepresentation.Window> customPermissions,
            Boolean disabled,
            Boolean inactive) {}

    /** What a custom role is to be from now on. */
    @Schema(
            name = "TenantOperatorRoleChange",
            description = "What a custom role is to be from now on; what is left out it has no longer",
            requiredProperties = {EXPECTED_VERSION, "name"})
    record Change(
            @Schema(minimum = "0", description = "The version of the role as it was read") Integer expectedVersion,
            @Schema(minLength = 1, maxLength = 255, pattern = "^[a-z_]*$") String name,
            @Schema(maxLength = 255) String description,
            @Schema(maxItems = 7, description = "Names of base roles") List<String> roles,
            @Schema(maxItems = 100) List<String> permissions,
            @Schema(maxItems = 100) List<String> disallowPermissions,
            @Schema(maxItems = 100) List<ConsoleRoleRepresentation.Window> customPermissions,
            Boolean disabled,
            Boolean inactive) {}

    /** What is sent: the role, and of which version it is a change, or 0. */
    record Sent(RoleDefinition.Read<OperatorRole> role, long expectedVersion) {}

    /** A new custom role. */
    static Sent ofNew(InputStream in) {
        JsonBody body = JsonBody.read(in, OperatorInput.MAX_BODY_BYTES);
        body.refuseOthersThan(ROLE);
        return new Sent(role(body, null), 0);
    }

    /** What the custom role of an id is to be. */
    static Sent ofChange(InputStream in, String id) {
        JsonBody body = JsonBody.read(in, OperatorInput.MAX_BODY_BYTES);
        Set<String> members = new HashSet<>(ROLE);
        members.add(EXPECTED_VERSION);
        body.refuseOthersThan(members);
        return new Sent(role(body, id), body.requiredInteger(EXPECTED_VERSION, 0, Integer.MAX_VALUE));
    }

    private static RoleDefinition.Read<OperatorRole> role(Body body, String id) {
        List<Body> windows = body.firstObjects("customPermissions", MAX_ITEMS);
        return new RoleDefinition.Read<>(
                new OperatorRole(
                        id,
                        body.requiredString("name", ANY),
                        body.optionalString("description", ANY),
                        texts(body, "roles"),
                        texts(body, "permissions"),
                        texts(body, "disallowPermissions"),
                        windows == null
                                ? List.of()
                                : windows.stream().map(ConsoleRoleBody::window).toList(),
                        isTrue(body, "disabled"),
                        isTrue(body, "inactive")),
                List.of());
    }

    private static List<String> texts(Body body, String member) {
        List<String> texts = body.optionalStrings(member, ANY, ANY);
        return texts == null ? List.of() : texts;
    }

    private static TimedPermission window(Body body) {
        body.refuseOthersThan(WINDOW);
        return new TimedPermission(
                body.optionalString("id", ANY),
                body.optionalString("value", ANY),
                body.optionalInteger("allowedAfterMs", 0, Long.MAX_VALUE),
                body.optionalInteger("allowedBeforeMs", 0, Long.MAX_VALUE),
                isTrue(body, "disallow"),
                isTrue(body, "disabled"),
                body.optionalString("disabledReason", ANY),
                isTrue(body, "inactive"),
                body.optionalString("inactiveReason", ANY),
                body.optionalString("region", ANY));
    }

    private static boolean isTrue(Body body, String member) {
        return Boolean.TRUE.equals(body.optionalBoolean(member));
    }
}
