package io.keycloakpbx.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.keycloak.util.JsonSerialization;

/** A template of an earlier version must not take the steps of this package from the tenants that are upgraded to it. */
class TenantFlowsTest {

    @Test
    void aTemplateOfAnEarlierVersionGetsWhatItsTenantsGot() throws JsonProcessingException {
        String complete =
                """
                {"authenticationFlows": [
                 {"alias": "pbx direct grant", "authenticationExecutions": [
                  {"authenticator": "pbx-address-lock", "requirement": "REQUIRED", "priority": 15},
                  {"flowAlias": "pbx direct grant password", "priority": 20}]},
                 {"alias": "pbx direct grant password", "authenticationExecutions": [
                  {"authenticator": "pbx-direct-grant-username", "priority": 10},
                  {"authenticator": "pbx-direct-grant-password", "priority": 20}]},
                 {"alias": "ours", "authenticationExecutions": [
                  {"authenticator": "direct-grant-validate-password", "priority": 10}]}],
                 "clients": [{"clientId": "admin-cli", "directAccessGrantsEnabled": false},
                  {"clientId": "app", "directAccessGrantsEnabled": true}]}
                """;
        ObjectNode template = json(
                """
                {"authenticationFlows": [
                 {"alias": "pbx direct grant", "authenticationExecutions": [
                  {"flowAlias": "pbx direct grant password", "priority": 20}]},
                 {"alias": "pbx direct grant password", "authenticationExecutions": [
                  {"authenticator": "direct-grant-validate-username", "priority": 10},
                  {"authenticator": "direct-grant-validate-password", "priority": 20}]},
                 {"alias": "ours", "authenticationExecutions": [
                  {"authenticator": "direct-grant-validate-password", "priority": 10}]}],
                 "clients": [{"clientId": "admin-cli", "directAccessGrantsEnabled": true},
                  {"clientId": "app", "directAccessGrantsEnabled": true}]}
                """);
        TenantFlows.upgrade(template);
        assertThat(template).isEqualTo(json(complete));
        // Whatever has the steps already stays as it is.
        TenantFlows.upgrade(template);
        assertThat(template).isEqualTo(json(complete));
    }

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) JsonSerialization.mapper.readTree(text);
    }
}
