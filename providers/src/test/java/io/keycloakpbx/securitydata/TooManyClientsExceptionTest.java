package io.keycloakpbx.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TooManyClientsExceptionTest {

    @Test
    void moreThanTheMostAreRefused() {
        assertThat(TooManyClientsException.require(List.of(1, 2), 2, "environments"))
                .containsExactly(1, 2);
        assertThatThrownBy(() -> TooManyClientsException.require(List.of(1, 2, 3), 2, "environments"))
                .hasMessage("The realm has more than 2 environments, the most that can be asked for here");
    }
}
