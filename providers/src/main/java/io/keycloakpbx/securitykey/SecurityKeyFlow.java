package io.keycloakpbx.securitykey;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The realm's flow behind an action URL: the key, then the second factor that the user has set up. A realm gets it with
 * its first key that has an action; from then on it is the realm's, to be changed, exported and imported like any other.
 */
final class SecurityKeyFlow {

    /** The flow's alias, which stays the same. */
    static final String ALIAS = "pbx security key";

    private static final Logger LOG = Logger.getLogger(SecurityKeyFlow.class);
    private static final String SECOND_FACTOR_ALIAS = ALIAS + " - second factor";

    /** A session keeps its authentication methods for 30 days. */
    private static final String REFERENCE_MAX_AGE = "2592000";

    /** The authenticators of second factors and what {@code amr} calls them, in the order in which they are offered. */
    private static final Map<String, String> SECOND_FACTORS = new LinkedHashMap<>();

    static {
        SECOND_FACTORS.put("auth-otp-form", "otp");
        SECOND_FACTORS.put("webauthn-authenticator", "hwk");
        SECOND_FACTORS.put("webauthn-authenticator-passwordless", "hwk");
        SECOND_FACTORS.put("auth-recovery-authn-code-form", "recovery-code");
    }

    private SecurityKeyFlow() {}

    /** Makes the flow where the realm has none, in a transaction of its own. */
    static void ensure(KeycloakSession session, RealmModel realm) {
        if (realm.getFlowByAlias(ALIAS) != null) {
            return;
        }
        String realmId = realm.getId();
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), inner -> {
                RealmModel innerRealm = inner.realms().getRealm(realmId);
                inner.getContext().setRealm(innerRealm);
                if (innerRealm.getFlowByAlias(ALIAS) == null) {
                    create(inner, innerRealm);
                }
            });
        } catch (RuntimeException e) {
            // The flow's id is the same for all that make it, so of two at once the database refuses the second.
            boolean madeByAnother = KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    inner -> inner.realms().getRealm(realmId).getFlowByAlias(ALIAS) != null);
            if (!madeByAnother) {
                throw e;
            }
        }
    }

    private static void create(KeycloakSession session, RealmModel realm) {
        AuthenticationFlowModel flow =
                flow(realm, ALIAS, true, "A one-time security key, then the second factor that the user has set up.");
        AuthenticationExecutionModel key = execution(flow, 10, Requirement.REQUIRED, SecurityKeyAuthenticator.ID);
        key.setAuthenticatorConfig(reference(realm, SecurityKeyAuthenticator.ID, "one-time-key"));
        realm.addAuthenticatorExecution(key);

        AuthenticationFlowModel secondFactor =
                flow(realm, SECOND_FACTOR_ALIAS, false, "Asks for the second factor where the user has one.");
        AuthenticationExecutionModel subflow = execution(flow, 20, Requirement.CONDITIONAL, null);
        subflow.setAuthenticatorFlow(true);
        subflow.setFlowId(secondFactor.getId());
        realm.addAuthenticatorExecution(subflow);

        realm.addAuthenticatorExecution(
                execution(secondFactor, 10, Requirement.REQUIRED, "conditional-user-configured"));
        int priority = 20;
        for (Map.Entry<String, String> factor : SECOND_FACTORS.entrySet()) {
            // Some belong to features of Keycloak that can be off.
            if (session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, factor.getKey()) != null) {
                AuthenticationExecutionModel execution =
                        execution(secondFactor, priority, Requirement.ALTERNATIVE, factor.getKey());
                execution.setAuthenticatorConfig(reference(realm, factor.getKey(), factor.getValue()));
                realm.addAuthenticatorExecution(execution);
                priority += 10;
            }
        }
        LOG.infof("Made the flow '%s' of the realm %s", ALIAS, realm.getName());
    }

    private static AuthenticationFlowModel flow(RealmModel realm, String alias, boolean topLevel, String description) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(UUID.nameUUIDFromBytes((realm.getId() + '/' + alias).getBytes(StandardCharsets.UTF_8))
                .toString());
        flow.setAlias(alias);
        flow.setDescription(description);
        flow.setProviderId("basic-flow");
        flow.setTopLevel(topLevel);
        flow.setBuiltIn(false);
        return realm.addAuthenticationFlow(flow);
    }

    private static AuthenticationExecutionModel execution(
            AuthenticationFlowModel flow, int priority, Requirement requirement, String authenticator) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setParentFlow(flow.getId());
        execution.setPriority(priority);
        execution.setRequirement(requirement);
        execution.setAuthenticator(authenticator);
        return execution;
    }

    /** What the claim {@code amr} says of an execution. */
    private static String reference(RealmModel realm, String authenticator, String value) {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setAlias(ALIAS + " - " + authenticator);
        config.setConfig(Map.of(
                Constants.AUTHENTICATION_EXECUTION_REFERENCE_VALUE, value,
                Constants.AUTHENTICATION_EXECUTION_REFERENCE_MAX_AGE, REFERENCE_MAX_AGE));
        return realm.addAuthenticatorConfig(config).getId();
    }
}
