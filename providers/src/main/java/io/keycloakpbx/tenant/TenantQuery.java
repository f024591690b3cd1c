package io.keycloakpbx.tenant;

/**
 * Which tenants are asked for; what is null does not matter.
 *
 * @param search a part of a SIP domain, realm name or tenant name, in any case, or a tenant's number
 * @param enabled false for those that are suspended, true for the others
 * @param warning what there is to say about them
 */
public record TenantQuery(String search, Boolean enabled, TenantWarning warning) {

    /** All tenants. */
    public static final TenantQuery ALL = new TenantQuery(null, null, null);
}
