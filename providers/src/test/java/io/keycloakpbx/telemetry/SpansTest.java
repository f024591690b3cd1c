package io.keycloakpbx.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpansTest {

    private final Traces traces = new Traces();

    @Test
    void workIsWithinASpan() {
        String done = Spans.within(
                traces.session(),
                SpansTest.class,
                "outer",
                () -> Spans.within(traces.session(), SpansTest.class, "inner", () -> "done"));
        assertThat(done).isEqualTo("done");
        assertThat(traces.told())
                .containsExactly(
                        "begin SpansTest.outer", "begin SpansTest.inner", "end SpansTest.inner", "end SpansTest.outer");
    }

    @Test
    void anExceptionIsToldAndThrownOn() {
        assertThatThrownBy(() -> Spans.within(traces.session(), SpansTest.class, "work", () -> {
                    throw new IllegalStateException("thrown on");
                }))
                .hasMessage("thrown on");
        assertThat(traces.told()).containsExactly("begin SpansTest.work", "error thrown on", "end SpansTest.work");
    }

    @Test
    void thereIsASpanWithoutASession() {
        assertThat(Spans.<String>within(traces.factory(), SpansTest.class, "work", () -> "done"))
                .isEqualTo("done");
        assertThat(traces.told()).containsExactly("begin SpansTest.work", "end SpansTest.work", "close");
    }
}
