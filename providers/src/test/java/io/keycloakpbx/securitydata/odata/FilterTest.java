package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.securitydata.odata.TestEntities.Part;
import io.keycloakpbx.securitydata.odata.TestEntities.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    private static final UUID UID = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

    private static final Thing THING = new Thing(
            7,
            "o'neil 10%_!\\",
            null,
            12,
            false,
            Instant.parse("2027-03-01T08:00:12.500Z"),
            Instant.parse("2027-03-01T08:00:12Z"),
            UID);

    private static Filter<Thing> filter(String text) {
        return Filter.parse(text, RandomFilter.TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ThingID eq 7",
                "7 eq ThingID",
                "ThingID eq 7L",
                "ThingID eq 7.0",
                "ThingID lt 7.5 and ThingID gt 6.5M and not (ThingID eq 6.5) and ThingID ne 7.25d",
                "ThingID ge 7 and ThingID le 7",
                "Amount ne 13",
                "Note ne 'x'",
                "Note eq null",
                "null eq Note",
                "Name ne null",
                "not (Note eq 'x')",
                "not (Note ne null)",
                "not(Note lt 'x') and not (Note ge 'x')",
                "not IsOff",
                "IsOff eq false",
                "IsOff ne true",
                "not IsOff eq true",
                "not (IsOff eq true)",
                "(ThingID eq 7) eq true",
                "ThingID eq 7 eq true",
                "startswith(Name,'o''neil')",
                "startswith(Name,'o''neil') eq true",
                "not startswith(Name,'x') and ThingID eq 7",
                "endswith(Name,'%_!\\')",
                "substringof('10%_!', Name)",
                "substringof(Name,'to o''neil 10%_!\\, today')",
                "not substringof('x',Note)",
                "indexof(Name,'neil') eq 2",
                "indexof(Name,'x') eq -1",
                "length(Name) eq 13",
                "tolower('ABC') eq 'abc' and toupper('äb') eq 'ÄB'",
                "toupper(tolower(Name)) eq 'O''NEIL 10%_!\\'",
                "trim('  a b ') eq 'a b'",
                "concat(concat('a ', 'b'), Name) gt 'a bo'",
                "replace(Name, 'neil', 'brien') eq 'o''brien 10%_!\\'",
                "substring(Name,2,4) eq 'neil'",
                "substring(Name,7) eq '10%_!\\'",
                "substring(Name,100) eq ''",
                "year(Made) eq 2027 and month(Made) eq 3 and day(Made) eq 1",
                "hour(Made) eq 8 and minute(Made) eq 0 and second(Made) eq 12",
                "Made gt datetime'2027-03-01T08:00:12' and Made lt datetime'2027-03-02'",
                "Made eq datetime'2027-03-01T08:00:12.5' and Made ge datetime'2027-03-01T08:00Z'",
                "Made eq datetimeoffset'2027-03-01T10:00:12.5+02:00'",
                "Uid eq guid'01234567-89AB-cdef-0123-456789abcdef'",
                "Amount add 2 mul 3 sub 1 eq 17 and Amount div 5 eq 2 and Amount mod 5 eq 2 and -Amount eq -12",
                "ThingID eq 8 or ThingID eq 9 or ThingID eq 7 and Amount eq 12",
                "ThingID gt -2147483648 and ThingID lt 9223372036854775807L and ThingID ge -9223372036854775808L",
                "Nothing mul 0 eq null and Amount div (Amount sub 12) eq null",
                " ThingID\teq\n7 ",
            })
    void lets(String text) {
        assertThat(filter(text).accepts(THING)).isTrue();
        assertThat(filter("not (" + text + ")").accepts(THING)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Note eq 'x'",
                "Note lt 'x'",
                "Note ge 'x'",
                "Note eq Note",
                "Nothing gt 0 or Nothing le 0",
                "Name gt null",
                "null",
                "not not null",
                "startswith(Note, '')",
                "tolower(null) eq Name",
                "Amount div Nothing eq 0",
                "Amount mod (Amount sub 12) ge 0",
                "substring(Name, Amount sub 13) eq ''",
                "substring(Name, 0, Amount sub 13) eq ''",
                "ThingID eq 3000000000L",
                "ThingID gt 3000000000L",
                "Nothing lt 3000000000L",
            })
    void doesNotLet(String text) {
        assertThat(filter(text).accepts(THING)).isFalse();
        assertThat(filter("not (" + text + ")").accepts(THING)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            textBlock =
                    """
                    ""                       | $filter ends too early.
                    "  "                     | $filter ends too early.
                    ThingID                  | $filter, position 1: A filter is a condition, not a whole number.
                    'abc'                    | $filter, position 1: A filter is a condition, not text.
                    ThingID eq               | $filter ends too early.
                    ThingID eq eq 1          | $filter, position 12: eq is not expected here.
                    eq eq 1                  | $filter, position 1: eq is not expected here.
                    ThingID == 1             | $filter, position 9: = is not expected here.
                    ThingID EQ 1             | $filter, position 9: EQ is not expected here.
                    ThingID eq 1 2           | $filter, position 14: 2 is not expected here.
                    ThingID eq 1e            | $filter, position 13: e is not expected here.
                    (ThingID eq 1            | $filter ends too early.
                    ThingID eq 1)            | $filter, position 13: ) is not expected here.
                    Name eq 'a               | $filter, position 9: ' is not expected here.
                    Name eq 'a' 'b'          | $filter, position 13: 'b' is not expected here.
                    Name eq "a"              | $filter, position 9: \" is not expected here.
                    ThingID/Name eq 'a'      | $filter, position 8: / is not expected here.
                    € eq 'a'                 | $filter, position 1: € is not expected here.
                    Nope eq 1                | Unknown property Nope.
                    name eq 'a'              | Unknown property name.
                    contains(Name,'a')       | $filter, position 1: unknown function contains.
                    round(ThingID) eq 1      | $filter, position 1: unknown function round.
                    length() eq 1            | $filter, position 1: length takes 1 argument, not 0.
                    length(Name,Name) eq 1   | $filter, position 1: length takes 1 argument, not 2.
                    startswith(Name)         | $filter, position 1: startswith takes 2 arguments, not 1.
                    substring(Name) eq 'a'   | $filter, position 1: substring takes 2 or 3 arguments, not 1.
                    substring(Name,'a') eq 'a' | $filter, position 16: substring takes a whole number here, not text.
                    year(Name) eq 1          | $filter, position 6: year takes a point in time here, not text.
                    length(Name,)  eq 1      | $filter, position 13: ) is not expected here.
                    ThingID eq 'a'           | $filter, position 9: eq compares a whole number with text.
                    Made gt '2027-03-01'     | $filter, position 6: gt compares a point in time with text.
                    Uid eq '01234567-89ab-cdef-0123-456789abcdef' | $filter, position 5: eq compares a GUID with text.
                    IsOff eq 1               | $filter, position 7: eq compares a boolean with a whole number.
                    IsOff gt false           | $filter, position 7: gt does not compare a boolean.
                    Uid lt Uid               | $filter, position 5: lt does not compare a GUID.
                    not Name eq 'a'          | $filter, position 1: not takes a condition, not text.
                    IsOff and Name           | $filter, position 7: and takes a condition, not text.
                    1 or IsOff               | $filter, position 3: or takes a condition, not a whole number.
                    Name add 1 eq 2          | $filter, position 6: add takes whole numbers, not text.
                    -Name eq 1               | $filter, position 1: - takes whole numbers, not text.
                    ThingID add 1.5 eq 2     | $filter, position 9: add takes whole numbers, not a fraction.
                    ThingID eq 3000000000    | $filter, position 12: 3000000000 is too large.
                    ThingID eq 9223372036854775808L | $filter, position 12: 9223372036854775808L is too large.
                    ThingID lt 1e400         | $filter, position 12: 1e400 is too large.
                    ThingID lt 1e2147483648  | $filter, position 12: 1e2147483648 is too large.
                    ThingID mul ThingID mul 5 eq 1 | $filter, position 21: the result of mul can be too large.
                    -(-9223372036854775808L) eq 1 | $filter, position 1: the result of - can be too large.
                    ThingID div 0 eq 1       | $filter, position 9: div by 0.
                    ThingID mod (1 sub 1) eq 1 | $filter, position 9: mod by 0.
                    substring(Name,-1) eq '' | $filter, position 1: substring takes numbers from 0.
                    substring(Name,0,2000000000) eq '' | $filter, position 1: substring takes numbers up to 1000000000.
                    Made gt datetime'2027-02-30' | $filter, position 9: datetime'2027-02-30' is no point in time.
                    Made gt datetime'2027'   | $filter, position 9: datetime'2027' is no point in time.
                    Made gt datetime'0000-01-01' | $filter, position 9: datetime'0000-01-01' is no point in time.
                    Made gt datetimeoffset'2027-03-01T00:00:00' | $filter, position 9: datetimeoffset'2027-03-01T00:00:00' is no point in time.
                    Uid eq guid'1-2-3-4-5'   | $filter, position 8: guid'1-2-3-4-5' is no GUID.
                    Made gt time'PT1H'       | $filter, position 13: 'PT1H' is not expected here.
                    replace(Name,'','a') eq 'a' | $filter, position 1: replace takes two literals, the first not empty and the second at most 10 times as long.
                    replace(Name,Name,'a') eq 'a' | $filter, position 1: replace takes two literals, the first not empty and the second at most 10 times as long.
                    replace(Name,'a','12345678901') eq 'a' | $filter, position 1: replace takes two literals, the first not empty and the second at most 10 times as long.
                    replace(concat('a',replace(Name,'a','b')),'b','c') eq 'a' | $filter, position 20: replace is in another replace.
                    """)
    void refuses(String text, String message) {
        assertRefused(text == null ? "" : text, message);
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> filter(text))
                .isInstanceOfSatisfying(
                        ODataException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage(message);
    }

    @Test
    void whatNoDatabaseHoldsIsRefused() {
        assertRefused("Name eq 'a\0'", "$filter has a character that no text has.");
        assertRefused("Name eq 'a\ud800'", "$filter has a character that no text has.");
    }

    @Test
    void whatIsLongOrDeepIsRefusedBeforeItIsRead() {
        String name = "Name eq '" + "a".repeat(3990) + "'";
        assertThat(filter(name).accepts(THING)).isFalse();
        assertRefused(name + " ", "$filter has more than 4000 characters.");

        assertThat(filter("(".repeat(50) + "IsOff" + ")".repeat(50)).accepts(THING))
                .isFalse();
        assertRefused("(".repeat(51) + "IsOff" + ")".repeat(51), "$filter has parentheses more than 50 deep.");
        assertRefused(
                "trim(".repeat(51) + "Name" + ")".repeat(51) + " eq ''", "$filter has parentheses more than 50 deep.");

        assertThat(filter("not ".repeat(100) + "IsOff").accepts(THING)).isFalse();
        assertThat(filter("not ".repeat(50) + "(" + "- ".repeat(50) + "Amount eq 12)")
                        .accepts(THING))
                .isTrue();
        assertRefused("not ".repeat(101) + "IsOff", "$filter has more than 100 signs and nots.");
        assertRefused("not IsOff and ".repeat(101) + "IsOff", "$filter has more than 100 signs and nots.");
        assertRefused("not ".repeat(20_000) + "IsOff", "$filter has more than 4000 characters.");

        assertThat(filter("concat(Name,".repeat(20) + "Name" + ")".repeat(20) + " eq ''")
                        .accepts(THING))
                .isFalse();
        assertRefused(
                "concat(Name,".repeat(21) + "Name" + ")".repeat(21) + " eq ''", "$filter has more than 20 concats.");
        assertRefused("ThingID" + " add 1".repeat(300) + " eq 1", "$filter is nested too deep.");
        assertThat(filter("IsOff" + " or IsOff".repeat(400)).accepts(THING)).isFalse();
    }

    /** Each position is a decision of the parser, which must not look ahead to the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "IsOff or ",
                "not IsOff or ",
                "(IsOff) or ",
                "1 eq 1 and ",
                "startswith(Name,'a') or ",
                "-1 eq 1 or ",
                "((IsOff)) eq "
            })
    void whatIsLongIsReadFast(String part) {
        String text = part.repeat((4000 - 5) / part.length()) + "IsOff";
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            try {
                filter(text);
            } catch (ODataException e) {
                assertThat(e.status()).isEqualTo(400);
            }
        });
    }

    @Test
    void isSplitAtItsOuterAnds() {
        Filter<Thing> filter =
                filter("ThingID eq 7 and (IsOff or Name eq 'a' and Amount gt 1) and not (IsOff and Flag)");
        assertThat(filter.conjuncts()).hasSize(3);
        assertThat(filter.conjuncts().get(0).properties()).containsExactly("ThingID");
        assertThat(filter.conjuncts().get(1).properties()).containsExactly("IsOff", "Name", "Amount");
        assertThat(filter.conjuncts().get(2).properties()).containsExactly("IsOff", "Flag");
        assertThat(filter.properties()).containsExactly("ThingID", "IsOff", "Name", "Amount", "Flag");
        assertThat(filter("IsOff or Flag").conjuncts()).hasSize(1);
        assertThat(filter("(ThingID eq 7 and IsOff) and (Flag and IsOff)").conjuncts())
                .hasSize(4);
    }

    @Test
    void tellsWhatAPropertyIsEqualTo() {
        assertThat(filter("ThingID eq 7").equalTo("ThingID")).contains(7);
        assertThat(filter("(7L) eq (ThingID)").equalTo("ThingID")).contains(7);
        assertThat(filter("Name eq 'O''N'").equalTo("Name")).contains("O'N");
        assertThat(filter("Uid eq guid'" + UID + "'").equalTo("Uid")).contains(UID);
        assertThat(filter("IsOff").equalTo("IsOff")).contains(true);
        assertThat(filter("IsOff eq false").equalTo("IsOff")).contains(false);
        for (String text : new String[] {
            "ThingID ne 7",
            "ThingID gt 7",
            "ThingID eq Amount",
            "ThingID eq null",
            "ThingID add 1 eq 7",
            "ThingID eq 7 and IsOff",
            "not (ThingID eq 7)",
            "Amount eq 7"
        }) {
            assertThat(filter(text).equalTo("ThingID")).as(text).isEqualTo(Optional.empty());
        }
    }

    @Test
    void isAFilterOfAnotherTypeToo() {
        Filter<Part> filter = Filter.parse("Name eq 'a' and ThingID lt 9", TestEntities.PART);
        Filter<Thing> driver = filter.of(TestEntities.THING);
        Thing thing = new Thing(8, "a", null, null, false, null, null, UID);
        assertThat(driver.accepts(thing)).isTrue();
        assertThat(driver.accepts(THING)).isFalse();
        assertThat(filter.accepts(new Part(thing, 1, null))).isTrue();
        Filter<Part> own = Filter.parse("Number eq 1", TestEntities.PART);
        assertThatThrownBy(() -> own.of(TestEntities.THING)).isInstanceOf(IllegalArgumentException.class);
    }
}
