package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {

    private static final String PAIR = "A key of Pair is as in Pair(LeftID=1,RightID=1).";

    @Test
    void keysOfOneProperty() {
        assertThat(Key.parse("5", Things.TYPE)).containsExactly(5);
        assertThat(Key.parse("-5", Things.TYPE)).containsExactly(-5);
        assertThat(Key.parse("ThingID=5", Things.TYPE)).containsExactly(5);
        assertThat(Key.parse("guid'00000000-0000-4000-8000-00000000000A'", Things.TREE))
                .containsExactly(UUID.fromString("00000000-0000-4000-8000-00000000000a"));
    }

    @Test
    void keysOfTwoAreInTheOrderOfTheType() {
        assertThat(Key.parse("LeftID=1,RightID=2", Things.PAIR)).containsExactly(1, 2);
        assertThat(Key.parse(" RightID =2,LeftID=1", Things.PAIR)).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1,2",
                "LeftID=1",
                "LeftID=1,LeftID=2",
                "LeftID=1,RightID=2,RightID=3",
                "LeftID=1,RightID=2,",
                "LeftID=1,rightid=2",
                "LeftID=null,RightID=2",
                "LeftID=1,RightID=2,Other=3"
            })
    void whatIsNoKeyOfTwoIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Key.parse(text, Things.PAIR))
                .isInstanceOfSatisfying(
                        ODataException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage(PAIR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "'5'",
                "5,6",
                "5.5",
                "99999999999",
                "null",
                "ID=5",
                "ThingID=5,ThingID=5",
                "ThingID=",
                "=5",
                "\u0000",
                "((5))",
                "5)or(1"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> Key.parse(text, Things.TYPE))
                .isInstanceOfSatisfying(
                        ODataException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void addressesAreReadAgain() {
        assertThat(Key.address(Things.TYPE, Things.FULL)).isEqualTo("Thing(7)");
        assertThat(Key.address(Things.PAIR, new Things.Pair(1, 2))).isEqualTo("Pair(LeftID=1,RightID=2)");
        assertThat(Key.address(Things.TREE, new Things.Tree(Things.FULL.mark())))
                .isEqualTo("Tree(guid'00000000-0000-4000-8000-00000000000a')");
    }
}
