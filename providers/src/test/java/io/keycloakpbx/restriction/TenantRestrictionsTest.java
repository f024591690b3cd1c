package io.keycloakpbx.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.util.JsonSerialization;

class TenantRestrictionsTest {

    private static final String STEP = "{'authenticator':'pbx-allowed-addresses','requirement':'REQUIRED','priority':";
    private static final String FIRST = "{'flowAlias':'pbx direct grant first factor','priority':10}";

    /** A template of an earlier version gets the step behind the first factor; one that has it, disabled or not, stays. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "pbx direct grant | {'priority':5},@FIRST,{'priority':20} | {'priority':5},@FIRST,@STEP15},{'priority':20}",
                "pbx direct grant | {'priority':5} | {'priority':5},@STEP1005}",
                "pbx direct grant | @FIRST,@STEP7} | @FIRST,@STEP7}",
                "pbx browser | @FIRST | @FIRST"
            })
    void aRealmFileGetsTheStep(String alias, String before, String after) throws JsonProcessingException {
        ObjectNode realm = realm(alias, before);
        TenantRestrictions.complete(realm);
        assertThat(realm).isEqualTo(realm(alias, after));
    }

    private static ObjectNode realm(String alias, String steps) throws JsonProcessingException {
        String text = "{'authenticationFlows':[{'alias':'" + alias + "','authenticationExecutions':["
                + steps.replace("@FIRST", FIRST).replace("@STEP", STEP) + "]}]}";
        return (ObjectNode) JsonSerialization.mapper.readTree(text.replace('\'', '"'));
    }
}
