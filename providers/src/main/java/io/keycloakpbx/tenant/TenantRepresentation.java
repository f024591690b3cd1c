package io.keycloakpbx.tenant;

import java.util.List;

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
public record TenantRepresentation(
        String id,
        String tenantId,
        String realm,
        String name,
        String sipDomain,
        List<String> sipDomainAliases,
        String website,
        String avatarUrl,
        Boolean enabled) {}
