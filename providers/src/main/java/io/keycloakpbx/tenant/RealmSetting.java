package io.keycloakpbx.tenant;

import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;

/** A realm attribute that must not hold whatever somebody writes: it is checked when a realm is saved with a new value. */
public interface RealmSetting {

    /** The attribute. */
    String name();

    /**
     * Refuses a realm whose attribute breaks the rule. A missing or empty attribute is the default.
     *
     * @throws ModelValidationException which says what may be there
     */
    void check(RealmModel realm);

    /** The refusal of a realm for what its attribute holds. */
    default ModelValidationException refused(RealmModel realm, String rule) {
        return new ModelValidationException("Attribute " + name() + " of realm " + realm.getName() + " " + rule + ": "
                + TenantAttributes.abbreviated(realm.getAttribute(name())));
    }
}
