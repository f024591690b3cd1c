package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A tenant in a list.
 *
 * @param tenant the tenant, on the same level
 * @param warnings what keeps its people from working, or null where nobody asked for it
 */
@Schema(
        name = "ListedTenant",
        description = "A tenant in a list",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "realm", "name", "sipDomain", "sipDomainAliases", "enabled"})
record ListedTenantRepresentation(
        @JsonUnwrapped TenantRepresentation tenant,
        @Schema(description = "What keeps its people from working, where it was asked for")
                Set<TenantWarning> warnings) {

    /** Tenants without a word about what they lack. */
    static List<ListedTenantRepresentation> of(List<TenantRepresentation> tenants) {
        return tenants.stream()
                .map(tenant -> new ListedTenantRepresentation(tenant, null))
                .toList();
    }

    /** Tenants with what they lack. */
    static List<ListedTenantRepresentation> withWarnings(TenantProvider provider, List<TenantRepresentation> tenants) {
        var warnings =
                provider.warnings(tenants.stream().map(TenantRepresentation::id).toList());
        return tenants.stream()
                .map(tenant -> new ListedTenantRepresentation(tenant, warnings.getOrDefault(tenant.id(), Set.of())))
                .toList();
    }
}
