package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A tenant in a list.
 *
 * @param tenant the tenant, on the same level
 * @param warnings what keeps its people from working, or null where nobody asked for it
 * @param contents how many sign-ins have succeeded and failed, or null where nobody asked for it, the caller may not know, or it is
 *     not known
 */
@Schema(
        name = "ListedTenant",
        description = "A tenant in a list",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "realm", "name", "sipDomain", "sipDomainAliases", "enabled"})
record ListedTenantRepresentation(
        @JsonUnwrapped TenantRepresentation tenant,
        @Schema(description = "What keeps its people from working, where it was asked for") Set<TenantWarning> warnings,
        @Schema(
                        description =
                                "signIns and failedSignIns, where it was asked for, the caller may view the tenant's events, and"
                                        + " the tenant keeps them")
                Map<String, Long> contents) {

    /**
     * Tenants with what was asked for.
     *
     * @param warnings by the ids of their realms, or null
     * @param contents by the ids of the realms of which there is something to tell
     */
    static List<ListedTenantRepresentation> of(
            List<TenantRepresentation> tenants,
            Map<String, Set<TenantWarning>> warnings,
            Map<String, Map<String, Long>> contents) {
        return tenants.stream()
                .map(tenant -> new ListedTenantRepresentation(
                        tenant,
                        warnings == null ? null : warnings.getOrDefault(tenant.id(), Set.of()),
                        contents.get(tenant.id())))
                .toList();
    }
}
