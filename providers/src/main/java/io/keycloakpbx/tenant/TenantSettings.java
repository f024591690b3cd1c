package io.keycloakpbx.tenant;

import io.keycloakpbx.store.RowLock;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;

/** A tenant's settings: what they are, and how they are changed. */
final class TenantSettings {

    private final KeycloakSession session;
    private final RealmModel realm;

    TenantSettings(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * The settings of a realm that is a tenant.
     *
     * @param withApps whether redirect URIs are among them
     * @param withManaged whether each {@link ManagedSetting} is among them
     */
    TenantSettingsRepresentation get(boolean withApps, boolean withManaged) {
        Tenant tenant = Tenant.of(realm).orElseThrow();
        return new TenantSettingsRepresentation(
                tenant.number(),
                tenant.name(),
                tenant.website(),
                tenant.avatarUrl(),
                MailServerRules.told(stored()),
                hasSecondFactor(),
                OwnSettings.TWO_FACTOR_RESEND_SECONDS.of(realm),
                OwnSettings.PASSWORD_RESET_ENDS_SESSIONS.of(realm),
                OwnSettings.IDENTITY_PROVIDERS_CREATE_USERS.of(realm),
                OwnSettings.REVOKE_ON_STEAL.of(realm),
                withApps ? TenantClients.redirectUris(realm) : null,
                withManaged ? toldManaged() : null,
                null);
    }

    private Map<String, Object> toldManaged() {
        Map<String, Object> told = new LinkedHashMap<>();
        managed().forEach(setting -> told.put(setting.member(), setting.told(realm)));
        return told;
    }

    /** What whoever manages the realm sets. */
    List<ManagedSetting> managed() {
        return new TenantLife(session).managed();
    }

    private Map<String, String> stored() {
        Map<String, String> settings = realm.getSmtpConfig();
        return settings == null ? Map.of() : settings;
    }

    private boolean hasSecondFactor() {
        return realm.getAttribute(TenantAttributes.TWO_FACTOR, false);
    }

    /**
     * Changes settings; members that are null stay as they are. Two that change a tenant wait for each other.
     *
     * @return whether the realm is a tenant yet
     * @throws ModelException if a member breaks its rule, or somebody else has changed it since it was shown
     */
    boolean update(SettingsChange change) {
        if (!isLocked() || !Tenant.is(realm)) {
            return false;
        }
        if (change.sent().own().redirectUris() != null) {
            TenantClients.lockApps(session, realm);
        }
        change.refuseOvertaken(get(true, false), realm);
        updateManaged(change.sent().managed());
        updateOwn(change.sent().own());
        return true;
    }

    private boolean isLocked() {
        try {
            return RowLock.values(session, realm);
        } catch (LockTimeoutException | PessimisticLockException e) {
            // H2 waits for two seconds; PostgreSQL as long as it takes.
            throw new TenantsBusyException();
        }
    }

    private void updateManaged(Map<ManagedSetting, String> sent) {
        Map<ManagedSetting, String> changed = new LinkedHashMap<>(sent);
        changed.entrySet().removeIf(of -> of.getValue().equals(of.getKey().text(realm)));
        if (!changed.isEmpty()) {
            TenantProvider.of(session).change(realm, () -> changed.forEach(this::set));
        }
    }

    private void set(ManagedSetting setting, String text) {
        realm.setAttribute(setting.name(), text);
        try {
            setting.check(realm);
        } catch (ModelValidationException e) {
            throw BrokenRuleException.of(SettingsBody.MANAGED + '.' + setting.member(), e.getMessage(), null, Map.of());
        }
    }

    private void updateOwn(TenantSettingsRepresentation sent) {
        Tenant tenant = Tenant.of(realm).orElseThrow();
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
        setAttributes(sent);
        TenantProvider.of(session)
                .update(
                        realm,
                        new TenantRepresentation(
                                null, null, null, sent.name(), null, null, sent.website(), sent.avatarUrl(), null));
    }

    private void setAttributes(TenantSettingsRepresentation sent) {
        if (sent.twoFactorResendSeconds() != null) {
            realm.setAttribute(OwnSettings.TWO_FACTOR_RESEND_SECONDS.name(), sent.twoFactorResendSeconds());
        }
        OwnSettings.PASSWORD_RESET_ENDS_SESSIONS.set(realm, sent.passwordResetEndsSessions());
        OwnSettings.IDENTITY_PROVIDERS_CREATE_USERS.set(realm, sent.identityProvidersCreateUsers());
        OwnSettings.REVOKE_ON_STEAL.set(realm, sent.revokeOnSteal());
    }
}
