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
     * @param overview with the overview of the tenant
     * @param people with the list of users with their extensions: also for who may view some of them only
     * @param extensions with extensions and PBX servers
     * @param permissions with what groups and users say of permissions: also for who may view some of them only
     * @param importing with files of PBX data: {@code view} is an export
     * @param keys with security keys
     * @param addressLocks with blocked addresses
     * @param signIns with the events of sign-ins
     * @param users with users
     * @param groups with user groups; with fine-grained permissions each tells for itself
     * @param operators with operators and their roles
     * @param impersonate whether the caller may sign in as users
     * @param settings with the tenant's own settings
     * @param realm with those that whoever manages the realm sets
     * @param clients with clients
     * @param identityProviders with identity providers
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "PbxConsoleCan",
            description = "What the caller may do; null for what is not to be seen",
            additionalProperties = Schema.False.class,
            requiredProperties = {
                "tenants",
                "createTenants",
                "overview",
                "people",
                "extensions",
                "permissions",
                "import",
                "keys",
                "addressLocks",
                "signIns",
                "users",
                "groups",
                "operators",
                "impersonate",
                "settings",
                "realm",
                "clients",
                "identityProviders"
            })
    record Can(
            @Schema(nullable = true, pattern = LEVEL) String tenants,
            boolean createTenants,
            @Schema(nullable = true, pattern = LEVEL) String overview,
            @Schema(nullable = true, pattern = LEVEL) String people,
            @Schema(nullable = true, pattern = LEVEL) String extensions,
            @Schema(nullable = true, pattern = LEVEL) String permissions,
            @Schema(nullable = true, pattern = LEVEL) @JsonProperty("import") String importing,
            @Schema(nullable = true, pattern = LEVEL) String keys,
            @Schema(nullable = true, pattern = LEVEL) String addressLocks,
            @Schema(nullable = true, pattern = LEVEL) String signIns,
            @Schema(nullable = true, pattern = LEVEL) String users,
            @Schema(nullable = true, pattern = LEVEL) String groups,
            @Schema(nullable = true, pattern = LEVEL) String operators,
            boolean impersonate,
            @Schema(nullable = true, pattern = LEVEL) String settings,
            @Schema(nullable = true, pattern = LEVEL) String realm,
            @Schema(nullable = true, pattern = LEVEL) String clients,
            @Schema(nullable = true, pattern = LEVEL) String identityProviders) {

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
