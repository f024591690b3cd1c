package io.keycloakpbx.tenant;

import java.util.function.Predicate;
import org.keycloak.models.RealmModel;

/**
 * A realm attribute that is a text; one that is missing is empty.
 *
 * @param name the attribute
 * @param maxLength the most characters
 * @param isGood whether a text that is not empty may be there
 * @param rule what may be there, in words that follow the attribute's name
 */
public record TextSetting(String name, int maxLength, Predicate<String> isGood, String rule) implements ManagedSetting {

    @Override
    public String text(RealmModel realm) {
        String value = realm.getAttribute(name);
        return value == null ? "" : value;
    }

    @Override
    public Object told(RealmModel realm) {
        return text(realm);
    }

    @Override
    public void check(RealmModel realm) {
        String value = realm.getAttribute(name);
        if (value != null && !value.isBlank() && !isGood.test(value)) {
            throw refused(realm, rule);
        }
    }
}
