package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    private static JsonBody body(String json) {
        return JsonBody.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} x", "{\"a\":1,\"a\":2}", "{\"a\":'x'}", "\u0000"})
    void malformedJson(String json) {
        assertThatThrownBy(() -> body(json))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessage("the request body is not well-formed JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"x\""})
    void otherThanAnObject(String json) {
        assertThatThrownBy(() -> body(json)).hasMessage("the request body must be a JSON object");
    }

    @Test
    void settingsThatAreTextsComeAsStringsNumbersOrBooleans() {
        JsonBody body = body("{\"a\":\"x\",\"b\":587,\"c\":true,\"d\":null,\"e\":{},\"f\":123456}");
        assertThat(body.optionalScalar("a", 5)).isEqualTo("x");
        assertThat(body.optionalScalar("b", 5)).isEqualTo("587");
        assertThat(body.optionalScalar("c", 5)).isEqualTo("true");
        assertThat(body.optionalScalar("d", 5)).isNull();
        assertThatThrownBy(() -> body.optionalScalar("e", 5)).hasMessage("e must be a string");
        assertThatThrownBy(() -> body.optionalScalar("f", 5)).hasMessage("f must have at most 5 characters");
    }

    @Test
    void emptyAndOversizedBodies() {
        assertThatThrownBy(() -> body("")).hasMessage("the request needs a JSON object as its body");
        assertThatThrownBy(() -> JsonBody.read((byte[]) null))
                .hasMessage("the request needs a JSON object as its body");
        assertThat(JsonBody.read(new ByteArrayInputStream("{ }".getBytes(StandardCharsets.UTF_8)), 3))
                .isNotNull();
        assertThatThrownBy(() -> JsonBody.read(new ByteArrayInputStream("{  }".getBytes(StandardCharsets.UTF_8)), 3))
                .hasMessage("the request body is longer than 3 bytes");
    }

    @Test
    void neverQuotesTheBody() {
        assertThatThrownBy(() -> body("{\"password\":\"hunter2\" oops"))
                .isInstanceOf(InvalidBodyException.class)
                .hasNoCause()
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | a is required",
                "{'a':null} | a is required",
                "{'a':''} | a must not be empty",
                "{'a':1} | a must be a string",
                "{'a':['x']} | a must be a string",
                "{'a':'1234'} | a must have at most 3 characters",
                "{'a':'\\u0000'} | a must be text without null or unpaired characters",
                "{'a':'\\ud800'} | a must be text without null or unpaired characters"
            },
            quoteCharacter = '`')
    void requiredString(String json, String message) {
        assertThatThrownBy(() -> body(json.replace('\'', '"')).requiredString("a", 3))
                .isInstanceOfSatisfying(
                        InvalidBodyException.class, e -> assertThat(e.member()).isEqualTo("a"))
                .hasMessage(message);
    }

    @Test
    void readsMembers() {
        JsonBody body = body("{\"s\":\"ü\",\"b\":true,\"n\":7,\"l\":[\"x\",\"y\"],\"z\":null,\"unknown\":{}}");
        assertThat(body.requiredString("s", 1)).isEqualTo("ü");
        assertThat(body.optionalString("z", 1)).isNull();
        assertThat(body.optionalBoolean("b")).isTrue();
        assertThat(body.optionalBoolean("z")).isNull();
        assertThat(body.requiredInteger("n", 1, 7)).isEqualTo(7);
        assertThat(body.optionalStrings("l", 2, 1)).isEqualTo(List.of("x", "y"));
        assertThat(body.has("z")).isFalse();
        assertThatThrownBy(() -> body.optionalBoolean("n")).hasMessage("n must be true or false");
        assertThatThrownBy(() -> body.requiredInteger("n", 1, 6)).hasMessage("n must be a whole number from 1 to 6");
        assertThatThrownBy(() -> body.requiredInteger("s", 1, 6)).hasMessage("s must be a whole number from 1 to 6");
        assertThatThrownBy(() -> body.optionalStrings("l", 1, 1)).hasMessage("l must be a list of at most 1 strings");
    }
}
