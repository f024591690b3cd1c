package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A tenant with how much there is in it.
 *
 * @param tenant the tenant, on the same level
 * @param warnings what keeps its people from working, as far as the caller may see it, or null where that is not asked for
 * @param contents the numbers, by what they count: {@code users}, {@code sessions}, {@code extensions} and others
 */
@Schema(
        name = "TenantSummary",
        description = "A tenant with how much there is in it",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "realm", "name", "sipDomain", "sipDomainAliases", "enabled", "contents"})
record TenantSummaryRepresentation(
        @JsonUnwrapped TenantRepresentation tenant,
        @Schema(description = "What keeps its people from working, in an overview, as far as the caller may see it")
                Set<TenantWarning> warnings,
        @Schema(description = "How much there is in it, by what is counted: users, sessions, extensions and others")
                Map<String, Long> contents) {}
