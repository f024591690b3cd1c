package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.ContextRealm;
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
 * The realm's flow behind an action URL: the key, then the second factor of the user. A realm gets it with its first key
 * that has an action; from then on it is the realm's, to be changed, exported and imported like any other. Only the step
 * that asks for a mailed code is put in again where it is missing, since it was not in the flows of earlier releases; a
 * realm that does not want it switches it off.
 */
final class SecurityKeyFlow {

    /** The flow's alias, which stays the same. */
    static final String ALIAS = "pbx security key";

    private static final Logger LOG = Logger.getLogger(SecurityKeyFlow.class);
    private static final String SECOND_FACTOR_ALIAS = ALIAS + " - second factor";

    /** The mailed code, which realms may ask for whatever the user has set up. */
    private static final String EMAIL_CODE = "pbx-email-code";

    /** A session keeps its authentication methods for 30 days. */
    private static final String REFERENCE_MAX_AGE = "2592000";

    /** The authenticators of second factors and what {@code amr} calls them, in the order in which they are offered. */
    private static final Map<String, String> SECOND_FACTORS = new LinkedHashMap<>();

    static {
        SECOND_FACTORS.put("auth-otp-form", "otp");
        SECOND_FACTORS.put("webauthn-authenticator", "hwk");
        SECOND_FACTORS.put("webauthn-authenticator-passwordless", "hwk");
        SECOND_FACTORS.put("auth-recovery-authn-code-form", "recovery-code");
        SECOND_FACTORS.put(EMAIL_CODE, "otp");
    }

    private SecurityKeyFlow() {}

    /** Makes the flow where the realm has none, or what it lacks of it, in a transaction of its own. */
    static void ensure(KeycloakSession session, RealmModel realm) {
        if (isComplete(realm)) {
            return;
        }
        String realmId = realm.getId();
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), inner -> {
                RealmModel innerRealm = inner.realms().getRealm(realmId);
                ContextRealm.run(inner, innerRealm, () -> complete(inner, innerRealm));
            });
        } catch (RuntimeException e) {
            // The ids are the same for all that make the flow or the step, so of two at once the database refuses one.
            boolean madeByAnother = KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    inner -> isComplete(inner.realms().getRealm(realmId)));
            if (!madeByAnother) {
                throw e;
            }
        }
    }

    private static boolean isComplete(RealmModel realm) {
        AuthenticationFlowModel flow = realm.getFlowByAlias(ALIAS);
        // Without our second step the flow is made otherwise, by somebody who knows how.
        return flow != null && (realm.getFlowByAlias(SECOND_FACTOR_ALIAS) == null || asks(realm, flow.getId()));
    }

    private static boolean asks(RealmModel realm, String flowId) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .anyMatch(execution -> EMAIL_CODE.equals(execution.getAuthenticator())
                        || execution.isAuthenticatorFlow() && asks(realm, execution.getFlowId()));
    }

    private static void complete(KeycloakSession session, RealmModel realm) {
        if (realm.getFlowByAlias(ALIAS) == null) {
            create(session, realm);
        } else if (!isComplete(realm)) {
            AuthenticationFlowModel secondFactor = realm.getFlowByAlias(SECOND_FACTOR_ALIAS);
            int last = realm.getAuthenticationExecutionsStream(secondFactor.getId())
                    .mapToInt(AuthenticationExecutionModel::getPriority)
                    .max()
                    .orElse(0);
            addSecondFactor(realm, secondFactor, last + 10, EMAIL_CODE);
            LOG.infof("The flow '%s' of the realm %s asks for mailed codes now", ALIAS, realm.getName());
        }
    }

    private static void create(KeycloakSession session, RealmModel realm) {
        AuthenticationFlowModel flow =
                flow(realm, ALIAS, true, "A one-time security key, then the user's second factor.");
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
        for (String factor : SECOND_FACTORS.keySet()) {
            // Some belong to features of Keycloak that can be off.
            if (session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, factor) != null) {
                addSecondFactor(realm, secondFactor, priority, factor);
                priority += 10;
            }
        }
        LOG.infof("Made the flow '%s' of the realm %s", ALIAS, realm.getName());
    }

    private static void addSecondFactor(
            RealmModel realm, AuthenticationFlowModel flow, int priority, String authenticator) {
        AuthenticationExecutionModel execution = execution(flow, priority, Requirement.ALTERNATIVE, authenticator);
        execution.setId(id(realm, ALIAS + '/' + authenticator));
        execution.setAuthenticatorConfig(reference(realm, authenticator, SECOND_FACTORS.get(authenticator)));
        realm.addAuthenticatorExecution(execution);
    }

    private static String id(RealmModel realm, String name) {
        return UUID.nameUUIDFromBytes((realm.getId() + '/' + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static AuthenticationFlowModel flow(RealmModel realm, String alias, boolean topLevel, String description) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(id(realm, alias));
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
