package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ModelException;

class AttemptsTest {

    private int done;

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001"})
    void whatADeadlockHasEndedIsDoneAgain(String state) {
        String outcome = Attempts.of(() -> {
            if (++done < Attempts.MAX) {
                throw ended(state);
            }
            return "done";
        });
        assertThat(outcome).isEqualTo("done");
        assertThat(done).isEqualTo(Attempts.MAX);
    }

    @Test
    void butNotForEver() {
        ModelException last = ended("40P01");
        assertThatThrownBy(() -> Attempts.of(() -> {
                    done++;
                    throw last;
                }))
                .isSameAs(last);
        assertThat(done).isEqualTo(Attempts.MAX);
    }

    @Test
    void whatIsRefusedIsNotAskedForAgain() {
        assertThatThrownBy(() -> Attempts.of(() -> {
                    done++;
                    throw new ModelException("A rule");
                }))
                .hasMessage("A rule");
        assertThatThrownBy(() -> Attempts.of(() -> {
                    done++;
                    throw ended("23505");
                }))
                .isInstanceOf(ModelException.class);
        assertThat(done).isEqualTo(2);
    }

    private static ModelException ended(String state) {
        return new ModelException("Database operation failed", new PersistenceException(new SQLException("", state)));
    }
}
