package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a tenant is made from: only described here, as the body is read member by member.
 *
 * @param tenant the tenant, on the same level
 */
@Schema(
        name = "NewTenant",
        description = "What a tenant is made from",
        additionalProperties = Schema.False.class,
        requiredProperties = "sipDomain")
record NewTenantRepresentation(
        @JsonUnwrapped TenantRepresentation tenant,
        Administrator administrator,
        @Schema(maxItems = RedirectUriRules.MAX_URIS) List<String> redirectUris,
        MailServerRepresentation smtpServer) {

    @Schema(
            name = "FirstAdministrator",
            additionalProperties = Schema.False.class,
            requiredProperties = {"username", "email"})
    record Administrator(
            @Schema(minLength = 1, maxLength = FirstAdministrator.MAX_LENGTH) String username,
            @Schema(minLength = 1, maxLength = FirstAdministrator.MAX_LENGTH, format = "email") String email) {}
}
