package io.keycloakpbx.securitydata;

import io.keycloakpbx.address.Network;
import io.keycloakpbx.tenant.RealmSetting;
import io.keycloakpbx.tenant.TenantAttributes;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/** The realm attributes of security data that are no numbers. */
final class SecurityDataSettings {

    /** What a domain is for. */
    static final String DESCRIPTION = "pbx.description";

    /** Whether callers come from listed addresses only, {@code true}. */
    static final String ENABLE_IP_ALLOW_LIST = "pbx.enableIpAllowList";

    /** These addresses and networks, commas between them. */
    static final String IP_ALLOW_LIST = "pbx.ipAllowList";

    private static final int MAX_NETWORKS = 200;

    /** Longer than every address with a prefix length. */
    private static final int MAX_NETWORK_LENGTH = 64;

    private static final String TEXT = "must have at most " + ItemRules.MAX_DESCRIPTION_LENGTH + " characters";
    private static final String TRUTH = "must be true or false";

    static final List<RealmSetting> ALL = List.of(
            new Rule(SecurityData.ATTRIBUTE, SecurityDataSettings::isTruth, TRUTH),
            new Rule(DESCRIPTION, ItemRules::isDescription, TEXT),
            new Rule(
                    TenantAttributes.COMPANY,
                    ItemRules::isName,
                    "must be the code of a company, of 1 to " + ItemRules.MAX_NAME_LENGTH
                            + " characters, none of them control or formatting characters, with no blank at its start"
                            + " or end"),
            new Rule(PasswordSettings.STRENGTH_TEXT, ItemRules::isDescription, TEXT),
            new Rule(ENABLE_IP_ALLOW_LIST, SecurityDataSettings::isTruth, TRUTH),
            new Rule(
                    IP_ALLOW_LIST,
                    SecurityDataSettings::isNetworks,
                    "must be at most " + MAX_NETWORKS
                            + " IP addresses or networks such as 192.0.2.0/24, with commas between them"));

    private SecurityDataSettings() {}

    private static boolean isTruth(String value) {
        return value.equals("true") || value.equals("false");
    }

    private static boolean isNetworks(String value) {
        String[] networks = value.split(",", -1);
        return networks.length <= MAX_NETWORKS
                && Stream.of(networks)
                        .map(String::strip)
                        .allMatch(network -> network.length() <= MAX_NETWORK_LENGTH
                                && Network.parse(network).isPresent());
    }

    private record Rule(String name, Predicate<String> isGood, String rule) implements RealmSetting {

        @Override
        public void check(RealmModel realm) {
            String value = realm.getAttribute(name);
            if (value != null && !value.isBlank() && !isGood.test(value)) {
                throw refused(realm, rule);
            }
        }
    }
}
