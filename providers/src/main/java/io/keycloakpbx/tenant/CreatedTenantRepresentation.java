package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;

/**
 * A tenant that has just been made, with what is told this once.
 *
 * @param tenant the tenant, on the same level
 * @param clients the secrets of its confidential clients, by client id
 * @param administrator its first administrator, or null where none was wanted
 */
public record CreatedTenantRepresentation(
        @JsonUnwrapped TenantRepresentation tenant,
        Map<String, String> clients,
        AdministratorRepresentation administrator) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "CreatedTenantRepresentation[" + tenant + "]";
    }
}
