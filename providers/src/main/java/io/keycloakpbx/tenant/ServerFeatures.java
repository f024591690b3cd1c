package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.provider.Provider;

/**
 * What a realm file says and a server may be without, as features of Keycloak are switched off: steps of flows, required
 * actions and client scopes. A flow that has a step without a provider cannot be opened in the admin console, even where the
 * step is disabled.
 */
final class ServerFeatures {

    private static final String EXECUTIONS = "authenticationExecutions";
    private static final String CONFIG = "authenticatorConfig";

    /** The client scopes that Keycloak gives a new realm where it has the feature, each with the mapper that it is for. */
    private static final Map<String, String> SCOPES =
            Map.of("organization", "oidc-organization-membership-mapper", "acr", "oidc-acr-mapper");

    private ServerFeatures() {}

    /**
     * Leaves out what the server has no provider for. Of steps those that are disabled: without one that is not, a flow might
     * let in whom it should not.
     *
     * @param has tells whether the server has a provider, by its SPI's interface and its id
     */
    static void leaveOutMissing(ObjectNode realm, BiPredicate<Class<? extends Provider>, String> has) {
        removeIf(
                realm.path("requiredActions"),
                action -> !has.test(
                        RequiredActionProvider.class, action.path("providerId").asText()));
        Set<String> configs = new HashSet<>();
        for (JsonNode flow : realm.path("authenticationFlows")) {
            removeIf(flow.path(EXECUTIONS), step -> {
                boolean gone = step.hasNonNull("authenticator")
                        && step.path("requirement").asText().equals("DISABLED")
                        && !has.test(
                                Authenticator.class, step.get("authenticator").asText());
                if (gone) {
                    configs.add(step.path(CONFIG).asText());
                }
                return gone;
            });
        }
        removeIf(
                realm.path(CONFIG),
                config -> configs.contains(config.path("alias").asText()));
        SCOPES.forEach((scope, mapper) -> {
            if (!has.test(ProtocolMapper.class, mapper)) {
                leaveOutScope(realm, scope);
            }
        });
    }

    /** Where the realm has no scope of its own with the name, Keycloak warns of each client that has it. */
    private static void leaveOutScope(ObjectNode realm, String scope) {
        for (JsonNode own : realm.path("clientScopes")) {
            if (own.path("name").asText().equals(scope)) {
                return;
            }
        }
        for (JsonNode client : realm.path("clients")) {
            for (String list : List.of("defaultClientScopes", "optionalClientScopes")) {
                removeIf(client.path(list), name -> name.asText().equals(scope));
            }
        }
    }

    private static void removeIf(JsonNode list, Predicate<JsonNode> test) {
        for (Iterator<JsonNode> items = list.elements(); items.hasNext(); ) {
            if (test.test(items.next())) {
                items.remove();
            }
        }
    }
}
