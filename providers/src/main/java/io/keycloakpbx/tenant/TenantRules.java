package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.store.StorableText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the members of a tenant may hold (contract portsip 1.2). Each violation is said in words. */
final class TenantRules {

    static final int MAX_NAME_LENGTH = 1_024;
    static final int MAX_WEBSITE_LENGTH = 255;
    static final int MAX_AVATAR_URL_LENGTH = 2_048;

    /** What a realm's name must be, among the texts of the admin console. */
    static final String REALM_KEY = "pbxErrorRealmName";

    private static final String REALM = "realm";
    private static final String ALIASES = "sipDomainAliases";

    private TenantRules() {}

    static void check(TenantRepresentation tenant) {
        if (tenant.name() != null && tenant.name().isBlank()) {
            throw new BrokenRuleException("name", "must not be empty", "pbxErrorRequired");
        }
        atMost("name", tenant.name(), MAX_NAME_LENGTH);
        website("website", tenant.website());
        avatarUrl("avatarUrl", tenant.avatarUrl());
        realmName(tenant.realm());
        if (tenant.sipDomain() != null) {
            sipDomain("sipDomain", tenant.sipDomain());
        }
        if (tenant.sipDomainAliases() != null) {
            aliases(tenant.sipDomainAliases());
        }
    }

    /** Where it is called so: a member of the tenants resource, or a realm attribute. */
    static void website(String where, String value) {
        atMost(where, value, MAX_WEBSITE_LENGTH);
        if (notEmpty(value) && !isHttpUrl(value)) {
            throw new BrokenRuleException(where, "must be an http or https URL", "pbxErrorUrl");
        }
    }

    static void avatarUrl(String where, String value) {
        atMost(where, value, MAX_AVATAR_URL_LENGTH);
        if (notEmpty(value) && !isLogo(value)) {
            throw new BrokenRuleException(
                    where, "must be an http or https URL or a path that begins with /", "pbxErrorLogo");
        }
    }

    /** What Keycloak takes and nobody could tell from something else, in an address or on a screen. */
    static void realmName(String name) {
        if (name == null) {
            return;
        }
        if (name.equals(".") || name.equals("..")) {
            throw new BrokenRuleException(REALM, "must not be . or .., which mean other paths in a URL", REALM_KEY);
        }
        if (name.equalsIgnoreCase(AdministrationRealm.NAME)) {
            throw new BrokenRuleException(
                    REALM,
                    "must not be " + AdministrationRealm.NAME + " in any case, the name of the system level",
                    REALM_KEY);
        }
        if (StorableText.hasUnseen(name) || !name.equals(name.strip())) {
            throw new BrokenRuleException(
                    REALM, "must have no control or formatting characters and no blank at its start or end", REALM_KEY);
        }
    }

    static SipDomain sipDomain(String member, String text) {
        return SipDomain.parse(text)
                .orElseThrow(() -> BrokenRuleException.of(
                        member,
                        "A SIP domain must be a host name, an IP address or host:port of 1 to " + SipDomain.MAX_LENGTH
                                + " characters",
                        "pbxErrorSipDomain",
                        Map.of(
                                "sipDomain",
                                TenantAttributes.abbreviated(text == null ? "" : text),
                                "max",
                                Integer.toString(SipDomain.MAX_LENGTH))));
    }

    static String aliases(List<String> aliases) {
        if (aliases.size() > TenantAttributes.MAX_ALIASES) {
            throw new BrokenRuleException(
                    ALIASES,
                    "must have at most " + TenantAttributes.MAX_ALIASES + " SIP domains",
                    "pbxErrorTooManyAliases",
                    Map.of("max", Integer.toString(TenantAttributes.MAX_ALIASES)));
        }
        return aliases.stream()
                .map(alias -> sipDomain(ALIASES, alias))
                .map(SipDomain::value)
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static void atMost(String member, String value, int length) {
        if (value != null && value.length() > length) {
            throw new BrokenRuleException(
                    member,
                    "must have at most " + length + " characters",
                    "pbxErrorTooLong",
                    Map.of("max", Integer.toString(length)));
        }
    }

    /** Where a web site is told: what breaks the rule, because it is from before it, is not. */
    static String websiteOrNull(String website) {
        return notEmpty(website) && website.length() <= MAX_WEBSITE_LENGTH && isHttpUrl(website) ? website : null;
    }

    /** Where a logo is told: what breaks the rule, because it is from before it, is not. */
    static String avatarUrlOrNull(String avatarUrl) {
        return notEmpty(avatarUrl) && avatarUrl.length() <= MAX_AVATAR_URL_LENGTH && isLogo(avatarUrl)
                ? avatarUrl
                : null;
    }

    private static boolean isLogo(String value) {
        return isHttpUrl(value) || isPath(value);
    }

    private static boolean notEmpty(String value) {
        return value != null && !value.isEmpty();
    }

    private static boolean isHttpUrl(String value) {
        try {
            URI uri = new URI(value);
            return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPath(String value) {
        try {
            URI uri = new URI(value);
            return uri.getScheme() == null && uri.getAuthority() == null && value.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
