package io.keycloakpbx.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorDataTest {

    @Test
    void whatTheContractRefusesIsRefusedOfTheTextThatIsKept() {
        assertThat(messages("pbx.operator.addresses", "[{\"city\":\"" + "c".repeat(101) + "\",\"country\":7}]"))
                .containsExactly(
                        "addresses[0].city must have at most 100 characters", "addresses[0].country must be a string");
        assertThat(messages("pbx.operator.addresses", "{}"))
                .containsExactly("Provide a valid address list. A maximum of twenty addresses can be specified");
        assertThat(messages("pbx.operator.addresses", "null")).containsExactly("addresses is required");
        assertThat(messages("pbx.operator.phoneNumbers", "[{\"number\":1.5}]"))
                .containsExactly("phone_numbers[0].number must be a whole number from -9223372036854775808 to"
                        + " 9223372036854775807");
        assertThat(messages("pbx.operator.secondaryEmails", "[{\"email\":\"\"},{\"email\":\"a@b.test\"}]"))
                .containsExactly("Invalid email length. Please use 1 to 1000 characters");
        assertThat(messages("pbx.operator.settings", "[] , \"x\": 1"))
                .containsExactly("the request body is not well-formed JSON");
        assertThat(messages("pbx.operator.settings", "\"text\""))
                .containsExactly("Invalid data size for settings. Maximum of 100KB data size is allowed");
        assertThat(messages("pbx.operator.name", "a/b")).containsExactly("A valid name is required");
    }

    @Test
    void whatTheContractTakesIsTaken() {
        assertThat(messages("pbx.operator.addresses", "[]")).isEmpty();
        assertThat(messages("pbx.operator.phoneNumbers", "[{\"country_code\":49,\"types\":[{\"value\":\"home\"}]}]"))
                .isEmpty();
        assertThat(messages("pbx.operator.settings", "{\"a\":[1,{}]}")).isEmpty();
        assertThat(messages("pbx.operator.name", "Olga O_1-2")).isEmpty();
        assertThat(messages("pbx.operator", "true")).isEmpty();
    }

    @Test
    void whatIsKeptAndNothingOfItsKindIsLeftOut() {
        assertThat(OperatorData.addresses("no JSON")).isNull();
        assertThat(OperatorData.phoneNumbers(null)).isNull();
        assertThat(OperatorData.addresses("[{\"city\":\"Rome\"}]"))
                .containsExactly(new OperatorData.Address("Rome", null, null, null, null, null));
    }

    @Test
    void settingsAreNotNestedDeeperThanCanBeTold() {
        String deepest = "[".repeat(19) + "]".repeat(19);
        assertThat(messages("pbx.operator.settings", "{\"a\":" + deepest + "}")).isEmpty();
        assertThat(OperatorData.settings("{\"a\":" + deepest + "}")).isNotNull();
        for (int levels : List.of(20, 998)) {
            String settings = "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
            assertThat(messages("pbx.operator.settings", settings))
                    .containsExactly("settings may be nested at most 20 levels deep");
            assertThat(OperatorData.settings(settings)).isNull();
        }
    }

    private static List<String> messages(String attribute, String text) {
        return OperatorData.problemsOf(attribute, text).stream()
                .map(OperatorErrors.Item::message)
                .toList();
    }
}
