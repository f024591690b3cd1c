package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.keycloak.models.RealmModel;

/**
 * A realm that is a tenant: its attribute {@code pbx.sipDomain} names a SIP domain, and it is not the administration realm,
 * which is the system level. There is no other definition of "this realm is a tenant".
 *
 * @param realm the tenant's realm
 * @param sipDomain the primary SIP domain
 */
public record Tenant(RealmModel realm, SipDomain sipDomain) {

    /** The tenant that a realm is, or empty where the realm is none. */
    public static Optional<Tenant> of(RealmModel realm) {
        return realm == null || isSystemLevel(realm)
                ? Optional.empty()
                : SipDomain.parse(realm.getAttribute(TenantAttributes.SIP_DOMAIN))
                        .map(domain -> new Tenant(realm, domain));
    }

    /** Whether a realm is a tenant. */
    public static boolean is(RealmModel realm) {
        return of(realm).isPresent();
    }

    /** Tells the SIP domains of a realm, of which one that is no tenant has none. */
    public static Predicate<SipDomain> domainsOf(RealmModel realm) {
        return domain -> of(realm).filter(tenant -> tenant.has(domain)).isPresent();
    }

    /** Whether a realm is the administration realm, where the people of all tenants' operator are. */
    public static boolean isSystemLevel(RealmModel realm) {
        return AdministrationRealm.NAME.equals(realm.getName());
    }

    /** All SIP domains, the primary one first. What is no SIP domain among the aliases is left out. */
    public Set<SipDomain> sipDomains() {
        return sipDomains(sipDomain, realm.getAttribute(TenantAttributes.SIP_DOMAIN_ALIASES));
    }

    static Set<SipDomain> sipDomains(SipDomain primary, String aliases) {
        Set<SipDomain> domains = new LinkedHashSet<>();
        domains.add(primary);
        if (aliases != null && !aliases.isBlank()) {
            for (String alias : aliases.split(",", -1)) {
                SipDomain.parse(alias).ifPresent(domains::add);
            }
        }
        return domains;
    }

    /** Whether a SIP domain is one of the tenant's, the primary one or an alias. */
    public boolean has(SipDomain domain) {
        // Most requests name the primary domain: no need to parse the aliases for them.
        return sipDomain.equals(domain) || sipDomains().contains(domain);
    }

    /** The tenant's name: what is displayed of its realm, or the realm's own name. */
    public String name() {
        return name(realm.getName(), realm.getDisplayName());
    }

    static String name(String realmName, String displayName) {
        return displayName == null || displayName.isBlank() ? realmName : displayName;
    }

    /** The tenant's number, a string of digits. */
    public String number() {
        return Objects.requireNonNullElseGet(
                realm.getAttribute(TenantAttributes.TENANT_ID), () -> TenantNumber.of(realm.getId()));
    }

    /** The tenant's web site, or null where it has none. */
    public String website() {
        return TenantRules.websiteOrNull(realm.getAttribute(TenantAttributes.WEBSITE));
    }

    /** The tenant's logo, or null where it has none. */
    public String avatarUrl() {
        return TenantRules.avatarUrlOrNull(realm.getAttribute(TenantAttributes.AVATAR_URL));
    }

    /** False while the tenant is suspended. */
    public boolean isEnabled() {
        return realm.isEnabled();
    }
}
