package io.keycloakpbx.tenant;

import io.keycloakpbx.address.Network;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/**
 * A realm attribute that lists addresses and networks, with commas between them. What is none is left out where it is read:
 * it has been written by somebody who manages the realm.
 *
 * @param name the attribute
 * @param byDefault what holds where the attribute is missing; one that is empty has none
 * @param max the most addresses and networks
 */
public record NetworksSetting(String name, String byDefault, int max) implements ManagedSetting {

    /** Longer than every address with a prefix length. */
    static final int MAX_LENGTH = 64;

    /** The realm's networks. */
    public List<Network> of(RealmModel realm) {
        return Network.list(written(realm));
    }

    @Override
    public String text(RealmModel realm) {
        return String.join(",", told(realm));
    }

    /** The realm's addresses and networks as they were written. */
    @Override
    public List<String> told(RealmModel realm) {
        return Stream.of(written(realm).split(","))
                .map(String::strip)
                .filter(text -> Network.parse(text).isPresent())
                .toList();
    }

    private String written(RealmModel realm) {
        String value = realm.getAttribute(name);
        return value == null ? byDefault : value;
    }

    @Override
    public void check(RealmModel realm) {
        String value = realm.getAttribute(name);
        if (value != null && !value.isBlank() && !isNetworks(value)) {
            throw refused(
                    realm,
                    "must be at most " + max
                            + " IP addresses or networks such as 192.0.2.0/24, with commas between them");
        }
    }

    private boolean isNetworks(String value) {
        String[] networks = value.split(",", -1);
        return networks.length <= max && Stream.of(networks).map(String::strip).allMatch(NetworksSetting::isNetwork);
    }

    /** Whether a text is one address or network. */
    static boolean isNetwork(String text) {
        return text.length() <= MAX_LENGTH && Network.parse(text).isPresent();
    }
}
