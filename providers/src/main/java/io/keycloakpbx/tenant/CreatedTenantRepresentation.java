package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A tenant that has just been made, with what is told this once.
 *
 * @param tenant the tenant, on the same level
 * @param clients the secrets of its confidential clients, by client id
 * @param administrator its first administrator, or null where none was wanted
 */
@Schema(
        name = "CreatedTenant",
        description = "A new tenant, with what is told this once",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "tenantId", "realm", "name", "sipDomain", "sipDomainAliases", "enabled", "clients"})
public record CreatedTenantRepresentation(
        @JsonUnwrapped TenantRepresentation tenant,
        @Schema(description = "The secrets of its confidential clients, by client id") Map<String, String> clients,
        AdministratorRepresentation administrator) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "CreatedTenantRepresentation[" + tenant + "]";
    }
}
