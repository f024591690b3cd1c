package io.keycloakpbx.tenant;

import org.keycloak.models.RealmModel;

/**
 * A realm attribute that is {@code true} or {@code false}.
 *
 * @param name the attribute
 * @param byDefault what holds where the attribute is missing or empty
 */
public record SwitchSetting(String name, boolean byDefault) implements ManagedSetting {

    /** The realm's value; what is not {@code true} is false. */
    public boolean of(RealmModel realm) {
        return realm.getAttribute(name, byDefault);
    }

    @Override
    public String text(RealmModel realm) {
        return Boolean.toString(of(realm));
    }

    @Override
    public Object told(RealmModel realm) {
        return of(realm);
    }

    @Override
    public void check(RealmModel realm) {
        String value = realm.getAttribute(name);
        if (value != null && !value.isBlank() && !value.equals("true") && !value.equals("false")) {
            throw refused(realm, "must be true or false");
        }
    }

    /** Sets the realm's value; null leaves it as it is. */
    void set(RealmModel realm, Boolean value) {
        if (value != null) {
            realm.setAttribute(name, value);
        }
    }
}
