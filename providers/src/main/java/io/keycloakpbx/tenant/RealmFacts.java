package io.keycloakpbx.tenant;

import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What was so of a realm before a change, as far as a tenant's life depends on it.
 *
 * @param name the realm's name
 * @param enabled whether the realm served requests
 * @param notBefore the time in seconds before which its tokens are void
 * @param attributes all of its attributes
 * @param domains the SIP domains of the tenant that it was, none where it was no tenant
 */
record RealmFacts(String name, boolean enabled, int notBefore, Map<String, String> attributes, Set<SipDomain> domains) {

    /** Of a realm that is new. */
    static final RealmFacts NONE = new RealmFacts("", false, 0, Map.of(), Set.of());

    static RealmFacts of(RealmModel realm) {
        return new RealmFacts(
                realm.getName(),
                realm.isEnabled(),
                realm.getNotBefore(),
                Map.copyOf(withoutNulls(realm.getAttributes())),
                Tenant.of(realm).map(Tenant::sipDomains).orElse(Set.of()));
    }

    private static Map<String, String> withoutNulls(Map<String, String> attributes) {
        attributes.values().removeIf(value -> value == null);
        return attributes;
    }

    /**
     * What is committed of a realm while the session changes it. Keycloak tells of a realm's update only after the model
     * was changed, and another session does not see that yet.
     */
    static RealmFacts committed(KeycloakSession session, String realmId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), other -> {
            RealmModel realm = other.realms().getRealm(realmId);
            return realm == null ? NONE : of(realm);
        });
    }

    boolean isTenant() {
        return !domains.isEmpty();
    }

    String attribute(String name) {
        return attributes.get(name);
    }
}
