package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.tenant.SettingsChange.Part;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Members of a tenant and of how it works, in the bodies of more than one request. */
final class SettingsBody {

    static final String REDIRECT_URIS = "redirectUris";
    static final String SMTP_SERVER = "smtpServer";
    static final String MANAGED = "managed";

    static final int MAX_REALM_LENGTH = 255;

    private static final String NAME = "name";
    private static final String WEBSITE = "website";
    private static final String AVATAR_URL = "avatarUrl";
    private static final String TENANT_ID = "tenantId";
    private static final String EXPECTED = "expected";
    private static final int TENANT_ID_LENGTH = 20;

    private static final Set<String> OF_TENANT =
            Set.of("id", TENANT_ID, "realm", NAME, "sipDomain", "sipDomainAliases", WEBSITE, AVATAR_URL, "enabled");

    private static final Set<String> OF_OWN_SETTINGS = Set.of(
            TENANT_ID,
            NAME,
            WEBSITE,
            AVATAR_URL,
            SMTP_SERVER,
            "secondFactor",
            "twoFactorResendSeconds",
            "passwordResetEndsSessions",
            "identityProvidersCreateUsers",
            "revokeOnSteal",
            REDIRECT_URIS,
            MANAGED);

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
                body.optionalString(TENANT_ID, TENANT_ID_LENGTH),
                body.optionalString("realm", MAX_REALM_LENGTH),
                body.optionalString(NAME, TenantRules.MAX_NAME_LENGTH),
                body.optionalString("sipDomain", SipDomain.MAX_LENGTH),
                body.optionalStrings("sipDomainAliases", TenantAttributes.MAX_ALIASES, SipDomain.MAX_LENGTH),
                body.optionalString(WEBSITE, TenantRules.MAX_WEBSITE_LENGTH),
                body.optionalString(AVATAR_URL, TenantRules.MAX_AVATAR_URL_LENGTH),
                body.optionalBoolean("enabled"));
    }

    /** What a new tenant begins with. */
    static NewTenant newTenant(Body body) {
        return new NewTenant(administrator(body), redirectUris(body), mailServer(body));
    }

    /**
     * A change of a tenant's settings; other members are refused.
     *
     * @param managed the settings of {@code managed}
     * @throws BrokenRuleException if a number is none, or beyond its bounds, or a network is none
     */
    static SettingsChange change(Body body, List<ManagedSetting> managed) {
        Set<String> members = new HashSet<>(OF_OWN_SETTINGS);
        members.add(EXPECTED);
        body.refuseOthersThan(members);
        Body expected = body.optionalObject(EXPECTED);
        if (expected == null) {
            return new SettingsChange(part("", body, managed), new Part(TenantSettingsRepresentation.NONE, Map.of()));
        }
        expected.refuseOthersThan(OF_OWN_SETTINGS);
        return new SettingsChange(part("", body, managed), part(EXPECTED + '.', expected, managed));
    }

    private static Part part(String path, Body body, List<ManagedSetting> managed) {
        TenantSettingsRepresentation own = new TenantSettingsRepresentation(
                body.optionalString(TENANT_ID, TENANT_ID_LENGTH),
                body.optionalString(NAME, TenantRules.MAX_NAME_LENGTH),
                body.optionalString(WEBSITE, TenantRules.MAX_WEBSITE_LENGTH),
                body.optionalString(AVATAR_URL, TenantRules.MAX_AVATAR_URL_LENGTH),
                mailServer(body),
                body.optionalBoolean("secondFactor"),
                number(path, body, "twoFactorResendSeconds", OwnSettings.TWO_FACTOR_RESEND_SECONDS),
                body.optionalBoolean("passwordResetEndsSessions"),
                body.optionalBoolean("identityProvidersCreateUsers"),
                body.optionalBoolean("revokeOnSteal"),
                body.optionalStrings(REDIRECT_URIS, most(path, RedirectUriRules.MAX_URIS), RedirectUriRules.MAX_LENGTH),
                null,
                null);
        Body others = body.optionalObject(MANAGED);
        return new Part(own, others == null ? Map.of() : managed(path + MANAGED + '.', others, managed));
    }

    /** What was shown was maybe more than can be set. */
    private static int most(String path, int max) {
        return path.isEmpty() || path.startsWith(MANAGED) ? max : Integer.MAX_VALUE;
    }

    private static Map<ManagedSetting, String> managed(String path, Body body, List<ManagedSetting> managed) {
        body.refuseOthersThan(managed.stream().map(ManagedSetting::member).collect(Collectors.toSet()));
        Map<ManagedSetting, String> texts = new LinkedHashMap<>();
        managed.forEach(setting -> {
            if (body.has(setting.member())) {
                texts.put(setting, text(path, body, setting));
            }
        });
        return texts;
    }

    /** What the attribute is to say. */
    private static String text(String path, Body body, ManagedSetting setting) {
        String member = setting.member();
        if (setting instanceof NumberSetting number) {
            return number(path, body, member, number).toString();
        }
        if (setting instanceof NetworksSetting networks) {
            return networks(path, body, member, networks);
        }
        if (setting instanceof TextSetting text) {
            return body.optionalString(member, most(path, text.maxLength()));
        }
        return setting instanceof ChoiceSetting choice
                ? choice(path, body, member, choice)
                : body.optionalBoolean(member).toString();
    }

    /** A number within its bounds, or null. What is none is refused with words of the admin console, which are typed into. */
    private static Integer number(String path, Body body, String member, NumberSetting setting) {
        try {
            Long value = body.optionalInteger(member, setting.min(), setting.max());
            return value == null ? null : Integer.valueOf(value.intValue());
        } catch (InvalidBodyException e) {
            throw new BrokenRuleException(
                    path + member,
                    setting.rule(),
                    "pbxErrorNumber",
                    Map.of("min", Integer.toString(setting.min()), "max", Integer.toString(setting.max())));
        }
    }

    private static String networks(String path, Body body, String member, NetworksSetting setting) {
        List<String> networks = body.optionalStrings(member, most(path, setting.max()), NetworksSetting.MAX_LENGTH);
        for (int i = 0; i < networks.size(); i++) {
            if (!NetworksSetting.isNetwork(networks.get(i))) {
                throw new BrokenRuleException(
                        path + member + '[' + i + ']',
                        "must be an IP address or a network such as 192.0.2.0/24",
                        "pbxErrorNetwork",
                        Map.of("network", networks.get(i)));
            }
        }
        return String.join(",", networks);
    }

    private static String choice(String path, Body body, String member, ChoiceSetting setting) {
        String value = body.optionalString(member, TENANT_ID_LENGTH);
        if (!setting.choices().contains(value)) {
            throw new BrokenRuleException(
                    path + member, "must be one of " + String.join(", ", setting.choices()), null);
        }
        return value;
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
