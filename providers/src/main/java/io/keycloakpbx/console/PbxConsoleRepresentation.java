package io.keycloakpbx.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.tenant.TenantRepresentation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the pages of the admin console show to the caller in a realm. It decides nothing but that: each resource decides for
 * itself what is done.
 *
 * @param version the version of the bundle
 * @param tenant the tenant that the realm is; null, and left out of the answer, where it is none
 * @param can what the caller may do
 */
@Schema(
        name = "PbxConsole",
        description = "What the pages of the admin console show to the caller",
        additionalProperties = Schema.False.class,
        requiredProperties = {"version", "can"})
record PbxConsoleRepresentation(
        String version,
        @Schema(description = "The tenant that the realm is; missing where it is none") TenantRepresentation tenant,
        Can can) {

    /**
     * What the caller may do: {@code manage}, or only {@code view}; null for what is not even to be seen.
     *
     * @param tenants with all tenants
     * @param createTenants whether the caller may make tenants
     * @param extensions with extensions and PBX servers
     * @param importing with files of PBX data: {@code view} is an export
     * @param keys with security keys
     * @param addressLocks with blocked addresses
     * @param signIns with the events of sign-ins
     * @param users with users
     * @param impersonate whether the caller may sign in as users
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "PbxConsoleCan",
            description = "What the caller may do; null for what is not to be seen",
            additionalProperties = Schema.False.class,
            requiredProperties = {
                "tenants",
                "createTenants",
                "extensions",
                "import",
                "keys",
                "addressLocks",
                "signIns",
                "users",
                "impersonate"
            })
    record Can(
            @Schema(nullable = true, pattern = LEVEL) String tenants,
            boolean createTenants,
            @Schema(nullable = true, pattern = LEVEL) String extensions,
            @Schema(nullable = true, pattern = LEVEL) @JsonProperty("import") String importing,
            @Schema(nullable = true, pattern = LEVEL) String keys,
            @Schema(nullable = true, pattern = LEVEL) String addressLocks,
            @Schema(nullable = true, pattern = LEVEL) String signIns,
            @Schema(nullable = true, pattern = LEVEL) String users,
            boolean impersonate) {

        private static final String LEVEL = "^(manage|view)$";

        /** The word for who may manage, or view only; null for who may neither. */
        static String level(boolean manage, boolean view) {
            if (manage) {
                return "manage";
            }
            return view ? "view" : null;
        }
    }
}
