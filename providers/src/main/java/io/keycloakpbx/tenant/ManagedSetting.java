package io.keycloakpbx.tenant;

import java.util.List;
import org.keycloak.models.RealmModel;

/**
 * A realm attribute that whoever manages the realm sets, and the tenant's own administrator does not. It is a member of the
 * tenant's settings: {@code pbx.basicAuth} is {@code managed.basicAuth} there.
 */
public sealed interface ManagedSetting extends RealmSetting
        permits ChoiceSetting, NetworksSetting, NumberSetting, SwitchSetting, TextSetting {

    /** How the names of the bundle's attributes begin. */
    String PREFIX = "pbx.";

    /**
     * One of some words.
     *
     * @param name the attribute
     * @param words the first holds where the attribute is missing or none of them
     */
    static ManagedSetting choice(String name, String... words) {
        return new ChoiceSetting(name, List.of(words));
    }

    /** The name of the member: that of the attribute without what all begin with. */
    default String member() {
        return name().substring(PREFIX.length());
    }

    /** What holds in a realm, as the attribute would say it; that of the default where the attribute is missing. */
    String text(RealmModel realm);

    /** What holds in a realm, as JSON: a boolean, a whole number, a string, or a list of strings. */
    Object told(RealmModel realm);
}
