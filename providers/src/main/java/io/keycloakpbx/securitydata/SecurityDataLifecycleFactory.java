package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.PasswordExpression;
import io.keycloakpbx.tenant.ManagedSetting;
import io.keycloakpbx.tenant.NumberSetting;
import io.keycloakpbx.tenant.RealmSetting;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import io.keycloakpbx.tenant.UserProfileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Holds what realms say of security data to its rules when they are saved. */
public final class SecurityDataLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                if (arrival != Arrival.START_UP) {
                    checkStrengthRegex(session, tenant.realm());
                }
                addAttributes(session, tenant.realm());
            }

            @Override
            public void upgraded(Tenant tenant) {
                addAttributes(session, tenant.realm());
            }

            @Override
            public Collection<String> behind() {
                return UserProfileAttributes.lacking(session, UserAttributes.ALL);
            }

            @Override
            public void changed(Tenant tenant) {
                checkStrengthRegex(session, tenant.realm());
            }

            @Override
            public List<NumberSetting> numbers() {
                return List.of(
                        PasswordSettings.EXPIRATION_WARNING_DAYS,
                        PasswordSettings.SECURITY_QUESTIONS,
                        LogDays.SESSIONS.setting(),
                        LogDays.CHANGES.setting());
            }

            @Override
            public List<RealmSetting> settings() {
                return List.copyOf(SecurityDataSettings.OTHERS);
            }

            @Override
            public List<ManagedSetting> managed() {
                return SecurityDataSettings.all();
            }
        };
    }

    private static void addAttributes(KeycloakSession session, RealmModel known) {
        ContextRealm.runReloaded(session, known, realm -> UserProfileAttributes.add(session, UserAttributes.ALL));
    }

    private static void checkStrengthRegex(KeycloakSession session, RealmModel realm) {
        String regex = PasswordSettings.strengthRegex(realm);
        Optional<String> problem = Optional.ofNullable(regex).flatMap(PasswordExpression::problem);
        // One from before the rule must not stand in the way of other changes.
        if (problem.isPresent() && !regex.equals(committed(session, realm.getId()))) {
            throw new ModelValidationException(
                    "The password policy regexPattern of realm " + realm.getName() + " " + problem.get());
        }
    }

    private static String committed(KeycloakSession session, String realmId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), other -> {
            RealmModel realm = other.realms().getRealm(realmId);
            return realm == null ? null : PasswordSettings.strengthRegex(realm);
        });
    }

    @Override
    public String getId() {
        return "security-data";
    }
}
