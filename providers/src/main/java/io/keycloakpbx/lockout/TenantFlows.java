package io.keycloakpbx.lockout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.FlowSteps;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Brings the steps of this package into flows that an earlier tenant template has made. Only flows with the template's
 * names are touched, and only where a step is missing; one that an administrator has disabled is there.
 */
final class TenantFlows {

    /** Where the address lock comes first. */
    private static final Set<String> LOCKED =
            Set.of("pbx direct grant", "pbx browser forms", "pbx first broker login existing user");

    /** Where Keycloak's steps for passwords were. */
    private static final Set<String> WITH_PASSWORD =
            Set.of("pbx direct grant password", "pbx first broker login existing user");

    /** Keycloak's steps, and those that take their places. */
    private static final Map<String, String> STEPS = Map.of(
            "direct-grant-validate-username", DirectGrantUsername.ID,
            "direct-grant-validate-password", DirectGrantPassword.ID,
            "idp-username-password-form", BrokerPasswordFormFactory.ID);

    private static final String AUTHENTICATOR = "authenticator";
    private static final String PRIORITY = "priority";

    /** The priority of a first step, and how far before it the lock comes. */
    private static final int FIRST = 10;

    private static final int BEFORE = 5;

    private TenantFlows() {}

    /** The tenants whose flows lack a step, or whose {@code admin-cli} takes passwords. */
    @ReliesOn({
        "org.keycloak.models.jpa.entities.AuthenticationFlowEntity: one query for all realms",
        "org.keycloak.models.jpa.entities.AuthenticationExecutionEntity: one query for all realms",
        "org.keycloak.models.jpa.entities.ClientEntity: one query for all realms"
    })
    static List<String> outdated(KeycloakSession session) {
        return Database.entities(session)
                .createQuery(
                        "select r.id from RealmEntity r where r.name <> :master and exists (select a.name from"
                                + " RealmAttributeEntity a where a.realm = r and a.name = :sipDomain)"
                                + " and (exists (select f.id from AuthenticationFlowEntity f where f.realm = r"
                                + " and (f.alias in :locked and not exists (select e.id from"
                                + " AuthenticationExecutionEntity e where e.parentFlow = f and e.authenticator = :lock)"
                                + " or f.alias in :withPassword and exists (select e.id from"
                                + " AuthenticationExecutionEntity e where e.parentFlow = f and e.authenticator in"
                                + " :steps)))"
                                + " or exists (select c.id from ClientEntity c where c.realmId = r.id"
                                + " and c.clientId = :adminCli and c.directAccessGrantsEnabled = true))",
                        String.class)
                .setParameter("locked", LOCKED)
                .setParameter("lock", AddressLockAuthenticator.ID)
                .setParameter("withPassword", WITH_PASSWORD)
                .setParameter("steps", STEPS.keySet())
                .setParameter("adminCli", Constants.ADMIN_CLI_CLIENT_ID)
                .setParameter("sipDomain", TenantAttributes.SIP_DOMAIN)
                .setParameter("master", AdministrationRealm.NAME)
                .getResultList();
    }

    /** Brings a tenant's realm to where one of this version's template is. */
    static void upgrade(RealmModel realm) {
        LOCKED.forEach(alias -> lock(realm, realm.getFlowByAlias(alias)));
        WITH_PASSWORD.forEach(alias -> replaceSteps(realm, realm.getFlowByAlias(alias)));
        closeAdminCli(realm);
    }

    private static void lock(RealmModel realm, AuthenticationFlowModel flow) {
        FlowSteps.add(
                realm,
                flow,
                AddressLockAuthenticator.ID,
                steps -> steps.stream()
                                .mapToInt(AuthenticationExecutionModel::getPriority)
                                .min()
                                .orElse(FIRST)
                        - BEFORE);
    }

    private static void replaceSteps(RealmModel realm, AuthenticationFlowModel flow) {
        if (flow == null) {
            return;
        }
        realm.getAuthenticationExecutionsStream(flow.getId())
                .filter(step -> step.getAuthenticator() != null && STEPS.containsKey(step.getAuthenticator()))
                .toList()
                .forEach(step -> {
                    step.setAuthenticator(STEPS.get(step.getAuthenticator()));
                    realm.updateAuthenticatorExecution(step);
                });
    }

    /** Brings a realm file to where this version's template is. */
    static void upgrade(ObjectNode realm) {
        realm.path("authenticationFlows").forEach(flow -> {
            String alias = flow.path("alias").asText();
            ArrayNode steps = ((ObjectNode) flow).withArrayProperty("authenticationExecutions");
            if (WITH_PASSWORD.contains(alias)) {
                steps.forEach(step -> replace((ObjectNode) step));
            }
            if (LOCKED.contains(alias)) {
                lock(steps);
            }
        });
        realm.path("clients").forEach(client -> {
            if (client.path("clientId").asText().equals(Constants.ADMIN_CLI_CLIENT_ID)) {
                ((ObjectNode) client).put("directAccessGrantsEnabled", false);
            }
        });
    }

    private static void replace(ObjectNode step) {
        String other = STEPS.get(step.path(AUTHENTICATOR).asText());
        if (other != null) {
            step.put(AUTHENTICATOR, other);
        }
    }

    private static void lock(ArrayNode steps) {
        FlowSteps.add(
                steps,
                AddressLockAuthenticator.ID,
                there -> there.valueStream()
                                .mapToInt(step -> step.path(PRIORITY).asInt())
                                .min()
                                .orElse(FIRST)
                        - BEFORE);
    }

    private static void closeAdminCli(RealmModel realm) {
        ClientModel adminCli = realm.getClientByClientId(Constants.ADMIN_CLI_CLIENT_ID);
        if (adminCli != null) {
            close(adminCli);
        }
    }

    /** A client of a realm has been saved. */
    static void saved(ClientModel client) {
        if (Constants.ADMIN_CLI_CLIENT_ID.equals(client.getClientId()) && Tenant.is(client.getRealm())) {
            close(client);
        }
    }

    /** A public client that takes passwords is nothing that a tenant needs. */
    private static void close(ClientModel adminCli) {
        if (adminCli.isDirectAccessGrantsEnabled()) {
            adminCli.setDirectAccessGrantsEnabled(false);
        }
    }
}
