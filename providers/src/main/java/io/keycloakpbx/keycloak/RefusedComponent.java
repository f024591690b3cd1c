package io.keycloakpbx.keycloak;

import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The refusal of a component that breaks a rule. */
public final class RefusedComponent {

    private RefusedComponent() {}

    /**
     * What a factory throws. Keycloak's resource of components gives the reason to whoever writes one; that of realms knows no
     * such exception and would say of a realm file that the server failed.
     *
     * @param reason in words
     */
    public static RuntimeException because(KeycloakSession session, RealmModel realm, String reason) {
        return isNew(session, realm)
                ? new ModelValidationException(reason)
                : new ComponentValidationException(AdminTexts.literal(reason));
    }

    /** Whether this session makes the realm, of a file. */
    private static boolean isNew(KeycloakSession session, RealmModel realm) {
        String id = realm.getId();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), other -> other.realms().getRealm(id) == null);
    }
}
