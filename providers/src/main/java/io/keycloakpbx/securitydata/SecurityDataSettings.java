package io.keycloakpbx.securitydata;

import io.keycloakpbx.tenant.ManagedSetting;
import io.keycloakpbx.tenant.NetworksSetting;
import io.keycloakpbx.tenant.SwitchSetting;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TextSetting;
import java.util.List;
import java.util.stream.Stream;

/** The realm attributes of security data. */
final class SecurityDataSettings {

    /** What a domain is for. */
    static final String DESCRIPTION = "pbx.description";

    /** Whether callers come from listed addresses only, {@code true}. */
    static final String ENABLE_IP_ALLOW_LIST = "pbx.enableIpAllowList";

    /** These addresses and networks, commas between them. */
    static final String IP_ALLOW_LIST = "pbx.ipAllowList";

    private static final int MAX_NETWORKS = 200;

    /** Those that are no numbers. */
    static final List<ManagedSetting> OTHERS = List.of(
            new SwitchSetting(SecurityData.ATTRIBUTE, false),
            description(DESCRIPTION),
            new TextSetting(
                    TenantAttributes.COMPANY,
                    ItemRules.MAX_NAME_LENGTH,
                    ItemRules::isName,
                    "must be the code of a company, of 1 to " + ItemRules.MAX_NAME_LENGTH
                            + " characters, none of them control or formatting characters, with no blank at its start"
                            + " or end"),
            description(PasswordSettings.STRENGTH_TEXT),
            new SwitchSetting(ENABLE_IP_ALLOW_LIST, false),
            new NetworksSetting(IP_ALLOW_LIST, "", MAX_NETWORKS));

    private SecurityDataSettings() {}

    private static TextSetting description(String attribute) {
        return new TextSetting(
                attribute,
                ItemRules.MAX_DESCRIPTION_LENGTH,
                ItemRules::isDescription,
                "must have at most " + ItemRules.MAX_DESCRIPTION_LENGTH + " characters");
    }

    /** All of them. */
    static List<ManagedSetting> all() {
        return Stream.concat(
                        OTHERS.stream(),
                        Stream.of(
                                PasswordSettings.EXPIRATION_WARNING_DAYS,
                                PasswordSettings.SECURITY_QUESTIONS,
                                LogDays.SESSIONS.setting(),
                                LogDays.CHANGES.setting()))
                .toList();
    }
}
