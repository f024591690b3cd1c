package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.telemetry.Registry;
import io.keycloakpbx.telemetry.Traces;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.ForbiddenException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

class ProvisioningTest {

    private static final String NAME = "pbx.provisioning";

    private final Registry registry = new Registry();
    private final Traces traces = new Traces();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void whatIsDoneHasASpanAndIsTimed() {
        assertThat(Provisioning.DRY_RUN.<String>run(traces.session(), () -> "told"))
                .isEqualTo("told");
        assertThat(traces.told()).containsExactly("begin Provisioning.dry-run", "end Provisioning.dry-run", "close");
        assertThat(registry.count(NAME, "operation", "dry-run", "outcome", "done"))
                .isEqualTo(1);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TenantsBusyException(), "busy"),
                Arguments.of(new ModelDuplicateException("taken"), "refused"),
                Arguments.of(new ForbiddenException(), "refused"),
                // One of the bundle's own, as what looks at a realm first throws.
                Arguments.of(new OwnException(), "refused"),
                Arguments.of(new ModelException("in Keycloak's words", new PersistenceException()), "failed"),
                Arguments.of(new IllegalStateException(), "failed"));
    }

    private static final class OwnException extends RuntimeException {}

    @ParameterizedTest
    @MethodSource("failures")
    void aRefusalIsNoFailure(RuntimeException thrown, String outcome) {
        assertThatThrownBy(() -> Provisioning.CREATE.run(traces.session(), () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(registry.count(NAME, "operation", "create", "outcome", outcome))
                .isEqualTo(1);
    }
}
