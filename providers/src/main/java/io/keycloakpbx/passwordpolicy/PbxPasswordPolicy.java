package io.keycloakpbx.passwordpolicy;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PasswordPolicyProviderFactory;
import org.keycloak.policy.PolicyError;

/**
 * A rule of a PBX password policy (contract portsip 1.2) that Keycloak has none for. It shows in the admin console among
 * Keycloak's own policies; a realm uses it once it is in the realm's password policy.
 */
abstract class PbxPasswordPolicy
        implements PasswordPolicyProvider, PasswordPolicyProviderFactory, PlainProviderFactory<PasswordPolicyProvider> {

    private final String id;
    private final String displayName;
    private final String message;

    /** @param message the message key that says what a password lacks */
    PbxPasswordPolicy(String id, String displayName, String message) {
        this.id = id;
        this.displayName = displayName;
        this.message = message;
    }

    /**
     * Whether the password keeps the rule.
     *
     * @param account what is known of the user, in lower case
     */
    abstract boolean accepts(String password, Set<String> account);

    @Override
    public final PolicyError validate(RealmModel realm, UserModel user, String password) {
        return verdict(password, Account.of(user));
    }

    @Override
    public final PolicyError validate(String user, String password) {
        return verdict(password, Account.of(user));
    }

    private PolicyError verdict(String password, Set<String> account) {
        return accepts(password, account) ? null : new PolicyError(message);
    }

    @Override
    public final PasswordPolicyProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getDisplayName() {
        return displayName;
    }

    /** The rules have no settings. */
    @Override
    public final String getConfigType() {
        return null;
    }

    @Override
    public final String getDefaultConfigValue() {
        return null;
    }

    @Override
    public final Object parseConfig(String value) {
        return null;
    }

    @Override
    public final boolean isMultiplSupported() {
        return false;
    }

    @Override
    public final void close() {}
}
