package io.keycloakpbx.restriction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.RequiredActions;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.AccountValidity;
import io.keycloakpbx.tenant.BundledTemplate;
import io.keycloakpbx.tenant.FlowSteps;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.UserProfileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;
import org.keycloak.representations.idm.ClientPolicyRepresentation;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.ClientPolicyManager;

/**
 * Brings what the tenant template has of sign-in restrictions into tenants that were made without. Only what is missing is
 * added: a step, an action or a policy that an administrator has disabled or narrowed is there.
 */
final class TenantRestrictions {

    private static final String FLOW = "pbx direct grant";
    private static final String FIRST_FACTOR = "pbx direct grant first factor";

    /** The name of the client profile and of the policy, as in the template. */
    private static final String POLICY = SessionAddressExecutorFactory.ID;

    private static final List<String> ATTRIBUTES = List.of(
            SignInRestriction.ALLOWED_ADDRESSES,
            SignInRestriction.SESSION_ADDRESS_LOCK,
            AccountValidity.ACTIVATION_DATE,
            AccountValidity.EXPIRATION_DATE);

    private static final int BEHIND = 5;

    /** Behind the steps of a flow that is not as the template made it. */
    private static final int LAST = 1000;

    private TenantRestrictions() {}

    /**
     * The tenants that lack the required action, the policy, its profile, the step of the direct grant, or an attribute of the
     * user profile.
     */
    static Set<String> lacking(KeycloakSession session) {
        Set<String> lacking = new HashSet<>(lackingParts(session));
        lacking.addAll(UserProfileAttributes.lacking(session, ATTRIBUTES));
        return lacking;
    }

    @ReliesOn({
        "org.keycloak.models.jpa.entities.AuthenticationFlowEntity: one query for all realms",
        "org.keycloak.models.jpa.entities.AuthenticationExecutionEntity: one query for all realms",
        "org.keycloak.models.jpa.entities.RealmAttributeEntity: one query for all realms",
        "org.keycloak.models.jpa.entities.RequiredActionProviderEntity: one query for all realms"
    })
    private static List<String> lackingParts(KeycloakSession session) {
        return Database.entities(session)
                .createQuery(
                        "select r.id from RealmEntity r where r.name <> :master and exists (select a.name from"
                                + " RealmAttributeEntity a where a.realm = r and a.name = :sipDomain)"
                                + " and (not exists (select p.id from RequiredActionProviderEntity p where p.realm = r"
                                + " and p.providerId = :action)"
                                + " or not exists (select a.name from RealmAttributeEntity a where a.realm = r"
                                + " and a.name = :policies and a.value like :policy)"
                                + " or not exists (select a.name from RealmAttributeEntity a where a.realm = r"
                                + " and a.name = :profiles and a.value like :policy)"
                                + " or exists (select f.id from AuthenticationFlowEntity f where f.realm = r"
                                + " and f.alias = :flow and not exists (select e.id from"
                                + " AuthenticationExecutionEntity e where e.parentFlow = f"
                                + " and e.authenticator = :step)))",
                        String.class)
                .setParameter("master", AdministrationRealm.NAME)
                .setParameter("sipDomain", TenantAttributes.SIP_DOMAIN)
                .setParameter("action", SignInRestrictionAction.ID)
                .setParameter("policies", Constants.CLIENT_POLICIES)
                .setParameter("profiles", Constants.CLIENT_PROFILES)
                .setParameter("policy", like(POLICY))
                .setParameter("flow", FLOW)
                .setParameter("step", AllowedAddressesAuthenticator.ID)
                .getResultList();
    }

    private static String like(String name) {
        return "%\"" + name + "\"%";
    }

    /** In the realm's context. */
    static void complete(KeycloakSession session, RealmModel known) {
        ContextRealm.runReloaded(session, known, realm -> {
            UserProfileAttributes.add(session, ATTRIBUTES);
            addAction(realm);
            addStep(realm);
            addPolicy(session.clientPolicy(), realm);
        });
    }

    private static void addAction(RealmModel realm) {
        RequiredActionProviderRepresentation said = BundledTemplate.part(
                "/requiredActions", "alias", SignInRestrictionAction.ID, RequiredActionProviderRepresentation.class);
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(said.getAlias());
        action.setProviderId(said.getProviderId());
        action.setName(said.getName());
        action.setEnabled(said.isEnabled());
        action.setPriority(said.getPriority());
        RequiredActions.add(realm, action);
    }

    private static void addStep(RealmModel realm) {
        AuthenticationFlowModel first = realm.getFlowByAlias(FIRST_FACTOR);
        FlowSteps.add(
                realm,
                realm.getFlowByAlias(FLOW),
                AllowedAddressesAuthenticator.ID,
                steps -> BEHIND
                        + steps.stream()
                                .filter(step -> first == null || first.getId().equals(step.getFlowId()))
                                .mapToInt(AuthenticationExecutionModel::getPriority)
                                .max()
                                .orElse(LAST));
    }

    private static void addPolicy(ClientPolicyManager policies, RealmModel realm) {
        try {
            ClientProfilesRepresentation profiles = policies.getClientProfiles(realm, false);
            List<ClientProfileRepresentation> ofRealm = new ArrayList<>(profiles.getProfiles());
            if (ofRealm.stream().noneMatch(profile -> POLICY.equals(profile.getName()))) {
                ofRealm.add(BundledTemplate.part(
                        "/clientProfiles/profiles", "name", POLICY, ClientProfileRepresentation.class));
                profiles.setProfiles(ofRealm);
                policies.updateClientProfiles(realm, profiles);
            }
            ClientPoliciesRepresentation all = policies.getClientPolicies(realm, false);
            List<ClientPolicyRepresentation> there = new ArrayList<>(all.getPolicies());
            if (there.stream().noneMatch(policy -> POLICY.equals(policy.getName()))) {
                there.add(BundledTemplate.part(
                        "/clientPolicies/policies", "name", POLICY, ClientPolicyRepresentation.class));
                all.setPolicies(there);
                policies.updateClientPolicies(realm, all);
            }
        } catch (ClientPolicyException e) {
            throw new ModelException(
                    "The client policy " + POLICY + " of realm " + realm.getName()
                            + " could not be added; correct the realm's client policies and profiles: "
                            + e.getError(),
                    e);
        }
    }

    /** Brings the flow of a realm file to where this version's template is. The rest is never taken from a tenant. */
    static void complete(ObjectNode realm) {
        realm.path("authenticationFlows").forEach(flow -> {
            if (flow.path("alias").asText().equals(FLOW)) {
                addStep(((ObjectNode) flow).withArrayProperty("authenticationExecutions"));
            }
        });
    }

    private static void addStep(ArrayNode steps) {
        FlowSteps.add(
                steps,
                AllowedAddressesAuthenticator.ID,
                there -> BEHIND
                        + there.valueStream()
                                .filter(step -> step.path("flowAlias").asText().equals(FIRST_FACTOR))
                                .mapToInt(step -> step.path("priority").asInt())
                                .max()
                                .orElse(LAST));
    }
}
