package io.keycloakpbx.tenant;

import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;

/** A tenant's own settings: what they are, and how they are changed. */
final class TenantSettings {

    private final KeycloakSession session;
    private final Tenant tenant;

    TenantSettings(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    TenantSettingsRepresentation get() {
        RealmModel realm = tenant.realm();
        return new TenantSettingsRepresentation(
                tenant.number(),
                tenant.name(),
                tenant.website(),
                tenant.avatarUrl(),
                MailServerRules.told(stored()),
                hasSecondFactor(),
                TenantClients.redirectUris(realm));
    }

    private Map<String, String> stored() {
        Map<String, String> settings = tenant.realm().getSmtpConfig();
        return settings == null ? Map.of() : settings;
    }

    private boolean hasSecondFactor() {
        return tenant.realm().getAttribute(TenantAttributes.TWO_FACTOR, false);
    }

    /**
     * Changes settings; members that are null stay as they are.
     *
     * @throws ModelValidationException if a member breaks its rule
     */
    void update(TenantSettingsRepresentation sent) {
        RealmModel realm = tenant.realm();
        if (sent.tenantId() != null && !sent.tenantId().equals(tenant.number())) {
            throw new BrokenRuleException("tenantId", "is given once; leave it out or as it is", null);
        }
        if (sent.avatarUrl() != null
                && sent.avatarUrl().startsWith("/")
                && !sent.avatarUrl().equals(tenant.avatarUrl())) {
            throw new BrokenRuleException("avatarUrl", "must be an http or https URL", "pbxErrorUrl");
        }
        Map<String, String> mailServer =
                sent.smtpServer() == null ? stored() : MailServerRules.settings(sent.smtpServer(), stored());
        boolean secondFactor = sent.secondFactor() == null ? hasSecondFactor() : sent.secondFactor();
        boolean changes = sent.smtpServer() != null || sent.secondFactor() != null;
        if (changes && secondFactor && !MailServerRules.sends(mailServer)) {
            throw new BrokenRuleException(
                    "secondFactor",
                    "needs smtpServer: codes are mailed, and without them nobody could sign in. Set smtpServer, or set"
                            + " secondFactor to false",
                    "pbxErrorSecondFactor");
        }
        if (sent.redirectUris() != null) {
            TenantClients.setRedirectUris(realm, sent.redirectUris());
        }
        if (sent.smtpServer() != null) {
            realm.setSmtpConfig(mailServer);
        }
        if (sent.secondFactor() != null) {
            realm.setAttribute(TenantAttributes.TWO_FACTOR, secondFactor);
        }
        TenantProvider.of(session)
                .update(
                        realm,
                        new TenantRepresentation(
                                null, null, null, sent.name(), null, null, sent.website(), sent.avatarUrl(), null));
    }
}
