package io.keycloakpbx.tenant;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the administrator of a tenant decides about it.
 *
 * @param tenantId the tenant's number, which is given once: told, and taken as it is
 * @param name the tenant's name, 1 to 1,024 characters
 * @param website the web site, an http or https URL
 * @param avatarUrl the logo, an http or https URL
 * @param smtpServer the mail server, members of Keycloak's {@code smtpServer}; the password is told as asterisks
 * @param secondFactor whether a password alone signs nobody in
 * @param redirectUris where the tenant's apps are; null where it has no client for apps
 */
@Schema(
        name = "TenantSettings",
        description = "What the administrator of a tenant decides about it",
        additionalProperties = Schema.False.class)
public record TenantSettingsRepresentation(
        @Schema(maxLength = 20, pattern = "^[0-9]*$") String tenantId,
        @Schema(minLength = 1, maxLength = TenantRules.MAX_NAME_LENGTH) String name,
        @Schema(maxLength = TenantRules.MAX_WEBSITE_LENGTH) String website,
        @Schema(maxLength = TenantRules.MAX_AVATAR_URL_LENGTH) String avatarUrl,
        @Schema(implementation = MailServerRepresentation.class) Map<String, String> smtpServer,
        Boolean secondFactor,
        @Schema(maxItems = RedirectUriRules.MAX_URIS) List<String> redirectUris) {

    /** Without the password of the mail server. */
    @Override
    public String toString() {
        return "TenantSettingsRepresentation[" + name + "]";
    }
}
