package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ModelException;

class DatabaseFailureTest {

    private static ModelException converted(Throwable cause) {
        return new ModelException("Database operation failed", new PersistenceException(cause));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03", "HYT00"})
    void anotherTransactionWasInTheWay(String state) {
        assertThat(DatabaseFailure.isContention(converted(new SQLException("deadlock", state))))
                .isTrue();
        assertThat(DatabaseFailure.is(converted(new SQLException("deadlock", state))))
                .isTrue();
    }

    @Test
    void locksThatTookTooLongAreContentionToo() {
        assertThat(DatabaseFailure.isContention(converted(new LockTimeoutException())))
                .isTrue();
    }

    @Test
    void otherThingsAreNot() {
        assertThat(DatabaseFailure.isContention(converted(new SQLException("too long", "22001"))))
                .isFalse();
        assertThat(DatabaseFailure.isContention(converted(new SQLException("no state"))))
                .isFalse();
        assertThat(DatabaseFailure.is(new ModelException("A rule"))).isFalse();
        assertThat(DatabaseFailure.isContention(new ModelException("A rule"))).isFalse();
    }

    @Test
    void causesMayGoInACircle() {
        RuntimeException one = new RuntimeException();
        one.initCause(new RuntimeException(one));
        assertThat(DatabaseFailure.is(one)).isFalse();
    }
}
