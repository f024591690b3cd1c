package io.keycloakpbx.tenant;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.ModelValidationException;

/** What the members of a tenant may hold (contract portsip 1.2). Each violation is said in words. */
final class TenantRules {

    static final int MAX_NAME_LENGTH = 1_024;
    static final int MAX_WEBSITE_LENGTH = 255;
    static final int MAX_AVATAR_URL_LENGTH = 2_048;

    private TenantRules() {}

    static void check(TenantRepresentation tenant) {
        if (tenant.name() != null && tenant.name().isBlank()) {
            throw new ModelValidationException("name must not be empty");
        }
        atMost("name", tenant.name(), MAX_NAME_LENGTH);
        atMost("website", tenant.website(), MAX_WEBSITE_LENGTH);
        atMost("avatarUrl", tenant.avatarUrl(), MAX_AVATAR_URL_LENGTH);
        if (notEmpty(tenant.website()) && !isHttpUrl(tenant.website())) {
            throw new ModelValidationException("website must be an http or https URL");
        }
        if (notEmpty(tenant.avatarUrl()) && !isLogo(tenant.avatarUrl())) {
            throw new ModelValidationException("avatarUrl must be an http or https URL or a path that begins with /");
        }
        if (tenant.sipDomain() != null) {
            sipDomain(tenant.sipDomain());
        }
        if (tenant.sipDomainAliases() != null) {
            aliases(tenant.sipDomainAliases());
        }
    }

    static String sipDomain(String text) {
        return SipDomain.parse(text)
                .orElseThrow(() -> new ModelValidationException("A SIP domain must be a host name, an IP address or"
                        + " host:port of 1 to " + SipDomain.MAX_LENGTH + " characters"))
                .value();
    }

    static String aliases(List<String> aliases) {
        if (aliases.size() > TenantAttributes.MAX_ALIASES) {
            throw new ModelValidationException(
                    "sipDomainAliases must have at most " + TenantAttributes.MAX_ALIASES + " SIP domains");
        }
        return aliases.stream().map(TenantRules::sipDomain).distinct().collect(Collectors.joining(","));
    }

    private static void atMost(String member, String value, int length) {
        if (value != null && value.length() > length) {
            throw new ModelValidationException(member + " must have at most " + length + " characters");
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
