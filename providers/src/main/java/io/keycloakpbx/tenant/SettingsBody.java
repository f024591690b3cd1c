package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Body;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Members of a tenant and of how it works, in the bodies of more than one request. */
final class SettingsBody {

    static final String REDIRECT_URIS = "redirectUris";
    static final String SMTP_SERVER = "smtpServer";

    static final int MAX_REALM_LENGTH = 255;

    private static final Set<String> OF_TENANT = Set.of(
            "id", "tenantId", "realm", "name", "sipDomain", "sipDomainAliases", "website", "avatarUrl", "enabled");

    private static final String ADMINISTRATOR = "administrator";
    private static final String USERNAME = "username";
    private static final String EMAIL = "email";

    /** Those of {@link #newTenant}. */
    static final List<String> OF_NEW_TENANT = List.of(ADMINISTRATOR, REDIRECT_URIS, SMTP_SERVER);

    private SettingsBody() {}

    /**
     * The tenant itself; other members are refused.
     *
     * @param besides members that others read
     */
    static TenantRepresentation tenant(Body body, List<String> besides) {
        Set<String> members = new HashSet<>(OF_TENANT);
        members.addAll(besides);
        body.refuseOthersThan(members);
        return new TenantRepresentation(
                body.optionalString("id", 36),
                body.optionalString("tenantId", 20),
                body.optionalString("realm", MAX_REALM_LENGTH),
                body.optionalString("name", TenantRules.MAX_NAME_LENGTH),
                body.optionalString("sipDomain", SipDomain.MAX_LENGTH),
                body.optionalStrings("sipDomainAliases", TenantAttributes.MAX_ALIASES, SipDomain.MAX_LENGTH),
                body.optionalString("website", TenantRules.MAX_WEBSITE_LENGTH),
                body.optionalString("avatarUrl", TenantRules.MAX_AVATAR_URL_LENGTH),
                body.optionalBoolean("enabled"));
    }

    /** What a new tenant begins with. */
    static NewTenant newTenant(Body body) {
        return new NewTenant(administrator(body), redirectUris(body), mailServer(body));
    }

    private static FirstAdministrator administrator(Body body) {
        Body administrator = body.optionalObject(ADMINISTRATOR);
        if (administrator == null) {
            return null;
        }
        administrator.refuseOthersThan(Set.of(USERNAME, EMAIL));
        return new FirstAdministrator(
                administrator.requiredString(USERNAME, FirstAdministrator.MAX_LENGTH),
                administrator.requiredString(EMAIL, FirstAdministrator.MAX_LENGTH));
    }

    /** Where the apps are, or null. */
    static List<String> redirectUris(Body body) {
        return body.optionalStrings(REDIRECT_URIS, RedirectUriRules.MAX_URIS, RedirectUriRules.MAX_LENGTH);
    }

    /** The mail server, or null; empty for none. */
    static Map<String, String> mailServer(Body body) {
        Body server = body.optionalObject(SMTP_SERVER);
        if (server == null) {
            return null;
        }
        server.refuseOthersThan(MailServerRules.MEMBERS);
        Map<String, String> settings = new TreeMap<>();
        MailServerRules.MEMBERS.forEach(member -> {
            String value = server.optionalScalar(member, MailServerRules.MAX_LENGTH);
            if (value != null) {
                settings.put(member, value);
            }
        });
        return settings;
    }
}
