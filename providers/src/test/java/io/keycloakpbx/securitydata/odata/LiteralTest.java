package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralTest {

    private static final List<EdmType> ALL =
            List.of(EdmType.INT32, EdmType.STRING, EdmType.BOOLEAN, EdmType.DATE_TIME, EdmType.GUID);

    @Test
    void aListOfEachType() {
        UUID uuid = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
        Instant time = Instant.parse("2027-03-01T08:00:12.007Z");
        List<Object> values = List.of(-5, "a,'b", true, time, uuid);
        String text = values.stream().map(Literal::text).collect(Collectors.joining(","));
        assertThat(text)
                .isEqualTo("-5,'a,''b',true,datetime'2027-03-01T08:00:12.007',"
                        + "guid'01234567-89ab-cdef-0123-456789abcdef'");
        assertThat(Literal.list(text, ALL)).isEqualTo(values);
        assertThat(Literal.list("null,null,null,null,null", ALL))
                .isEqualTo(Arrays.asList(null, null, null, null, null));
        assertThat(Literal.list(" 2 , 18774L ", List.of(EdmType.INT32, EdmType.INT32)))
                .isEqualTo(List.of(2, 18774));
        assertThat(Literal.text(null)).isEqualTo("null");
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(@ForAll int number, @ForAll boolean truth, @ForAll long time) {
        Instant instant = Instant.ofEpochMilli(Math.floorMod(time, 253_402_300_800_000L));
        for (Object value : List.of(number, truth, instant, new UUID(time, number))) {
            EdmType type = Stream.of(EdmType.values())
                    .filter(each -> each.valueClass() == value.getClass())
                    .findFirst()
                    .orElseThrow();
            assertThat(Literal.list(Literal.text(value), List.of(type))).isEqualTo(List.of(value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "1",
                "1,",
                "1,'a',3",
                "1 'a'",
                "'a',1",
                "1,2",
                "1.5,'a'",
                "5000000000L,'a'",
                "--1,'a'",
                "1,-'a'",
                "(1),'a'",
                "1,Name",
                "1,a'b'",
                "not 1,'a'",
                "guid'01234567-89ab-cdef-0123-456789abcdef','a'",
                "1,'a',"
            })
    void whatIsElseIsRefused(String text) {
        assertThatThrownBy(() -> Literal.list(text, List.of(EdmType.INT32, EdmType.STRING)))
                .isInstanceOfSatisfying(
                        ODataException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage("Not what is expected, literals of these types: Edm.Int32, Edm.String.");
    }

    @Test
    void whatIsNoLiteralIsRefused() {
        assertRefused("1,'a", "The list of literals, position 3: ' is not expected here.");
        assertRefused("5000000000,'a'", "The list of literals, position 1: 5000000000 is too large.");
        assertRefused("1,guid'x'", "The list of literals, position 3: guid'x' is no GUID.");
        assertRefused("1,'\0'", "The list of literals has a character that no text has.");
        assertRefused("1,'" + "a".repeat(4000) + "'", "The list of literals has more than 4000 characters.");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> Literal.list(text, List.of(EdmType.INT32, EdmType.STRING)))
                .isInstanceOf(ODataException.class)
                .hasMessage(message);
    }

    @Property(tries = 300)
    void anyTextIsAListOrRefused(@ForAll String text) {
        try {
            Literal.list(text, List.of(EdmType.INT32));
        } catch (ODataException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
