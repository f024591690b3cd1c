package io.keycloakpbx.tenant;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;

/**
 * The realm attributes that make a realm a tenant. They are the truth about a tenant; the index of SIP domains follows
 * them.
 */
public final class TenantAttributes {

    /** The primary SIP domain. See {@link Tenant}. */
    public static final String SIP_DOMAIN = "pbx.sipDomain";
    /** Further SIP domains of the tenant, separated by commas. */
    public static final String SIP_DOMAIN_ALIASES = "pbx.sipDomainAliases";
    /** The tenant's public web site, an http or https URL. */
    public static final String WEBSITE = "pbx.website";
    /** The tenant's logo, an http or https URL or a path. */
    public static final String AVATAR_URL = "pbx.avatarUrl";
    /** The tenant's number, a string of digits that is given once. */
    public static final String TENANT_ID = "pbx.tenantId";

    /** The code of the company that the tenant belongs to; one without is a company of its own. */
    public static final String COMPANY = "pbx.company";

    /** What the tenant got from its template. See {@link TemplateMemory}. */
    static final String TEMPLATE = "pbx.template";

    /** Whether a password alone signs nobody in: {@code true}. */
    public static final String TWO_FACTOR = "pbx.twoFactor";

    /** Whether the resources of extensions take HTTP Basic. */
    public static final SwitchSetting BASIC_AUTH = new SwitchSetting("pbx.basicAuth", false);

    /** The most aliases that a tenant may have. */
    public static final int MAX_ALIASES = 100;

    private TenantAttributes() {}

    /** What an update that does not speak of them leaves as they are. */
    static final List<String> GIVEN = List.of(SIP_DOMAIN, SIP_DOMAIN_ALIASES, TENANT_ID, COMPANY);

    /** Whether a realm keeps an attribute when an update of its attributes leaves it out. */
    public static boolean isKept(String name) {
        return GIVEN.contains(name) || TEMPLATE.equals(name);
    }

    /**
     * The SIP domains that a realm claims, the primary one first; empty for a realm that is no tenant.
     *
     * @throws ModelValidationException if an attribute holds something else than SIP domains
     */
    public static Set<SipDomain> sipDomains(RealmModel realm) {
        return sipDomains(realm.getName(), realm.getAttribute(SIP_DOMAIN), realm.getAttribute(SIP_DOMAIN_ALIASES));
    }

    static Set<SipDomain> sipDomains(String realm, String primary, String aliases) {
        Set<SipDomain> domains = new LinkedHashSet<>();
        if (primary == null || primary.isBlank()) {
            if (aliases != null && !aliases.isBlank()) {
                throw new ModelValidationException("Realm " + realm + " has " + SIP_DOMAIN_ALIASES + " but no "
                        + SIP_DOMAIN + "; set " + SIP_DOMAIN + " first");
            }
            return domains;
        }
        domains.add(sipDomain(realm, SIP_DOMAIN, primary));
        if (aliases != null && !aliases.isBlank()) {
            for (String alias : aliases.split(",", -1)) {
                domains.add(sipDomain(realm, SIP_DOMAIN_ALIASES, alias));
            }
        }
        if (domains.size() > MAX_ALIASES + 1) {
            throw new ModelValidationException(
                    "Realm " + realm + " has more than " + MAX_ALIASES + " SIP domain aliases");
        }
        return domains;
    }

    private static SipDomain sipDomain(String realm, String attribute, String value) {
        return SipDomain.parse(value)
                .orElseThrow(() -> new ModelValidationException("Attribute " + attribute + " of realm " + realm
                        + " is not a SIP domain (host name, IP address or host:port of 1 to " + SipDomain.MAX_LENGTH
                        + " characters): " + abbreviated(value)));
    }

    static String abbreviated(String value) {
        String text = value.strip().replaceAll("\\p{Cntrl}", "?");
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
