package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TooManyExceptionTest {

    @Test
    void moreThanTheMostAreRefused() {
        assertThat(TooManyException.requireFew(List.of(1, 2), 2, "environments"))
                .containsExactly(1, 2);
        assertThatThrownBy(() -> TooManyException.requireFew(List.of(1, 2, 3), 2, "environments"))
                .hasMessage("The realm has more than 2 environments, the most that can be asked for here");
    }
}
