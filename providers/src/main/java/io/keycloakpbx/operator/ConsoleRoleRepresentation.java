package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.TimedPermission;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A custom role of operators, as the admin console shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "TenantOperatorRole",
        description = "A custom role of operators, as the admin console shows it",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "id",
            "name",
            "roles",
            "permissions",
            "disallowPermissions",
            "customPermissions",
            "disabled",
            "inactive",
            "grantable",
            "version"
        })
record ConsoleRoleRepresentation(
        String id,
        String name,
        String description,
        @Schema(description = "The names of the base roles that it contains") List<String> roles,
        @Schema(description = "What it allows") List<String> permissions,
        @Schema(description = "What it takes away") List<String> disallowPermissions,
        @Schema(description = "What it allows or takes away for a time") List<Window> customPermissions,
        @Schema(description = "Switched off: it means nothing") boolean disabled,
        @Schema(description = "Not in use: it means nothing") boolean inactive,
        @Schema(description = "Whether the caller may give it, and so change it") boolean grantable,
        @Schema(minimum = "0", description = "Changes with the role; a change has to send it") int version) {

    /** A permission that holds for a time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "TenantOperatorRoleWindow",
            description = "A permission that holds for a time",
            additionalProperties = Schema.False.class)
    record Window(
            @Schema(description = "The tenant's own permission of this id, or one that the role has had") String id,
            @Schema(maxLength = 500, pattern = "^[/0-9a-zA-Z+_\\[\\]-]*$") String value,
            @Schema(minimum = "0", description = "The first millisecond since 1970 in which it holds")
                    Long allowedAfterMs,
            @Schema(minimum = "0", description = "The first millisecond in which it holds no longer")
                    Long allowedBeforeMs,
            @Schema(description = "Whether it takes away") Boolean disallow,
            Boolean disabled,
            @Schema(maxLength = 5000) String disabledReason,
            Boolean inactive,
            @Schema(maxLength = 5000) String inactiveReason,
            @Schema(maxLength = 255) String region) {

        /** The largest number that every reader of JSON reads as it is. */
        private static final long LARGEST = (1L << 53) - 1;

        private static Window of(TimedPermission permission) {
            return new Window(
                    permission.id(),
                    permission.value(),
                    told(permission.allowedAfterMs()),
                    told(permission.allowedBeforeMs()),
                    permission.disallow(),
                    permission.disabled(),
                    permission.disabledReason(),
                    permission.inactive(),
                    permission.inactiveReason(),
                    permission.region());
        }

        private static Long told(Long moment) {
            return moment == null ? null : Long.valueOf(Math.min(moment, LARGEST));
        }

        /** The moment that is sent back: the one from before, where it was told so. */
        private static Long meant(Long sent, Long before) {
            return sent != null && sent.equals(told(before)) ? before : sent;
        }
    }

    /** What is sent of a role that was told so: moments that are too large to be told as they are have not changed by that. */
    static OperatorRole meant(OperatorRole sent, OperatorRole before) {
        return new OperatorRole(
                sent.id(),
                sent.name(),
                sent.description(),
                sent.baseRoles(),
                sent.permissions(),
                sent.disallowPermissions(),
                sent.customPermissions().stream()
                        .map(permission -> before.customPermissions().stream()
                                .filter(other ->
                                        other.id() != null && other.id().equals(permission.id()))
                                .findFirst()
                                .map(other -> meant(permission, other))
                                .orElse(permission))
                        .toList(),
                sent.disabled(),
                sent.inactive());
    }

    private static TimedPermission meant(TimedPermission sent, TimedPermission before) {
        return new TimedPermission(
                sent.id(),
                sent.value(),
                Window.meant(sent.allowedAfterMs(), before.allowedAfterMs()),
                Window.meant(sent.allowedBeforeMs(), before.allowedBeforeMs()),
                sent.disallow(),
                sent.disabled(),
                sent.disabledReason(),
                sent.inactive(),
                sent.inactiveReason(),
                sent.region());
    }

    /**
     * A custom role as it is now.
     *
     * @param grantable whether the caller may give it
     */
    static ConsoleRoleRepresentation of(OperatorRole role, boolean grantable) {
        return new ConsoleRoleRepresentation(
                role.id(),
                role.name(),
                role.description(),
                role.baseRoles(),
                role.permissions(),
                role.disallowPermissions(),
                role.customPermissions().stream().map(Window::of).toList(),
                role.disabled(),
                role.inactive(),
                grantable,
                versionOf(role));
    }

    /** By which a change says what the role was like. */
    static int versionOf(OperatorRole role) {
        return RepresentationVersion.of(role);
    }
}
