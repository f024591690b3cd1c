package io.keycloakpbx.tenant;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What a tenant begins with besides itself, so that it can be used at once.
 *
 * @param administrator its first administrator, or null
 * @param redirectUris where its apps are, or null for what the template says
 * @param mailServer its mail server, members of Keycloak's {@code smtpServer}, or null for what the template says
 */
record NewTenant(FirstAdministrator administrator, List<String> redirectUris, Map<String, String> mailServer) {

    /**
     * What is told once the tenant has been made.
     *
     * @param secrets the secrets of its clients, by client id
     * @param administratorId the user id of its first administrator, or null
     */
    record Told(Map<String, String> secrets, String administratorId) {

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Told[" + secrets.keySet() + "]";
        }
    }

    /**
     * What can be said before anything is made.
     *
     * @throws org.keycloak.models.ModelValidationException if a member breaks its rule
     */
    void check(KeycloakSession session) {
        if (administrator != null) {
            administrator.check(session);
        }
        if (redirectUris != null) {
            RedirectUriRules.check(redirectUris, Set.of());
        }
        if (mailServer != null) {
            MailServerRules.settings(mailServer, Map.of());
        }
    }

    /** Brings it into the realm, in the session that makes the realm. */
    Told applyTo(KeycloakSession own, RealmModel realm) {
        if (redirectUris != null) {
            TenantClients.setRedirectUris(realm, redirectUris);
        }
        if (mailServer != null) {
            realm.setSmtpConfig(MailServerRules.settings(mailServer, Map.of()));
        }
        return new Told(TenantClients.secrets(realm), administrator == null ? null : administrator.create(own, realm));
    }

    /** Without the password of the mail server. */
    @Override
    public String toString() {
        return "NewTenant[" + administrator + "]";
    }
}
