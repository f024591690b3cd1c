package io.keycloakpbx.tenant;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A tenant as the tenants resource reads and writes it.
 *
 * @param id the id of the tenant's realm, given by Keycloak
 * @param tenantId the tenant's number, a string of digits, given once
 * @param realm the name of the tenant's realm; derived from the SIP domain where a new tenant names none
 * @param name the tenant's name, 1 to 1,024 characters (the realm's display name)
 * @param sipDomain the primary SIP domain
 * @param sipDomainAliases further SIP domains
 * @param website the tenant's web site, at most 255 characters, an http or https URL
 * @param avatarUrl the tenant's logo, at most 2,048 characters, an http or https URL or an absolute path
 * @param enabled false while the tenant is suspended
 */
@Schema(name = "Tenant", description = "A tenant", additionalProperties = Schema.False.class)
public record TenantRepresentation(
        @Schema(maxLength = 36) String id,
        @Schema(maxLength = 20, pattern = "^[0-9]*$") String tenantId,
        @Schema(minLength = 1, maxLength = 255) String realm,
        @Schema(minLength = 1, maxLength = TenantRules.MAX_NAME_LENGTH) String name,
        @Schema(minLength = 1, maxLength = SipDomain.MAX_LENGTH) String sipDomain,
        @Schema(maxItems = TenantAttributes.MAX_ALIASES) List<String> sipDomainAliases,
        @Schema(maxLength = TenantRules.MAX_WEBSITE_LENGTH) String website,
        @Schema(maxLength = TenantRules.MAX_AVATAR_URL_LENGTH) String avatarUrl,
        Boolean enabled) {}
