package io.keycloakpbx.passwordpolicy;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import io.keycloakpbx.tenant.OwnPassword;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PasswordPolicyProviderFactory;
import org.keycloak.policy.PolicyError;

/**
 * How many days users keep a password before they change it of their own accord (contract costguard {@code MinimumChangeDays}).
 * Administrators set passwords at any time, and who must choose one, or has forgotten it, may.
 */
public final class MinimumChangeDaysPolicy
        implements PasswordPolicyProviderFactory, PlainProviderFactory<PasswordPolicyProvider> {

    /** The policy's name in a realm's password policy; its value is a number of days. */
    public static final String ID = "pbxMinimumChangeDays";

    private static final int MAX = 3650;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    /** The days of a realm, 0 where it has no such rule. */
    public static int of(RealmModel realm) {
        return realm.getPasswordPolicy().getPolicyConfig(ID) instanceof Integer days ? days : 0;
    }

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new PasswordPolicyProvider() {
            @Override
            public PolicyError validate(RealmModel realm, UserModel user, String password) {
                int days = of(realm);
                return days > 0 && isYounger(user, days) && OwnPassword.isChanged(session, user)
                        ? new PolicyError("invalidPasswordPbxMinimumChangeDaysMessage")
                        : null;
            }

            /** Of a user who is not there yet. */
            @Override
            public PolicyError validate(String user, String password) {
                return null;
            }

            @Override
            public Object parseConfig(String value) {
                return days(value);
            }

            @Override
            public void close() {}
        };
    }

    private static boolean isYounger(UserModel user, int days) {
        long allowed = Time.currentTimeMillis() - TimeUnit.DAYS.toMillis(days);
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(CredentialModel::getCreatedDate)
                .filter(Objects::nonNull)
                .anyMatch(created -> created > allowed);
    }

    private static int days(String value) {
        int days = value != null && NUMBER.matcher(value).matches() ? Integer.parseInt(value) : -1;
        if (days < 0 || days > MAX) {
            throw new PasswordPolicyConfigException("The days before a change must be a number from 0 to " + MAX);
        }
        return days;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayName() {
        return "PBX: days before a change";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.INT_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return "1";
    }

    @Override
    public boolean isMultiplSupported() {
        return false;
    }
}
