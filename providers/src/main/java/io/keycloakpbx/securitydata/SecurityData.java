package io.keycloakpbx.securitydata;

import org.keycloak.models.RealmModel;

/** The switch of a realm: off unless the realm says otherwise, and then nothing of this package is there. */
public final class SecurityData {

    /** The realm's attribute. */
    public static final String ATTRIBUTE = "pbx.securityData";

    private SecurityData() {}

    public static boolean isOn(RealmModel realm) {
        return Boolean.parseBoolean(realm.getAttribute(ATTRIBUTE));
    }
}
