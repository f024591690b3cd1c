package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsTest {

    @Test
    void aListIsCutIntoPartsInItsOrder() {
        assertThat(Parts.of(List.of("a", "b", "c", "d", "e"), 2))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        assertThat(Parts.of(List.of("a", "b"), 2)).containsExactly(List.of("a", "b"));
        assertThat(Parts.of(List.of())).isEmpty();
        assertThat(Parts.of(IntStream.range(0, 2001).boxed().toList()))
                .extracting(List::size)
                .containsExactly(1000, 1000, 1);
    }
}
