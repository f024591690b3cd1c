package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Body;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Members that say how a tenant works, in the bodies of more than one resource. */
final class SettingsBody {

    static final String REDIRECT_URIS = "redirectUris";
    static final String SMTP_SERVER = "smtpServer";

    private static final String ADMINISTRATOR = "administrator";
    private static final String USERNAME = "username";
    private static final String EMAIL = "email";

    /** Those of {@link #newTenant}. */
    static final List<String> OF_NEW_TENANT = List.of(ADMINISTRATOR, REDIRECT_URIS, SMTP_SERVER);

    private SettingsBody() {}

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
