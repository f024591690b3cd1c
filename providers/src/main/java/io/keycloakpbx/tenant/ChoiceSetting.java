package io.keycloakpbx.tenant;

import java.util.List;
import org.keycloak.models.RealmModel;

/**
 * A realm attribute that is one of some words.
 *
 * @param name the attribute
 * @param choices the words; the first holds where the attribute is missing or none of them
 */
record ChoiceSetting(String name, List<String> choices) implements ManagedSetting {

    ChoiceSetting {
        choices = List.copyOf(choices);
    }

    /** The realm's word. */
    private String of(RealmModel realm) {
        String value = realm.getAttribute(name);
        return value != null && choices.contains(value) ? value : choices.get(0);
    }

    @Override
    public String text(RealmModel realm) {
        return of(realm);
    }

    @Override
    public Object told(RealmModel realm) {
        return of(realm);
    }

    @Override
    public void check(RealmModel realm) {
        String value = realm.getAttribute(name);
        if (value != null && !value.isBlank() && !choices.contains(value)) {
            throw refused(realm, "must be one of " + String.join(", ", choices));
        }
    }
}
