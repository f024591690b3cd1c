package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

class TransactionsTest {

    private final List<KeycloakTransaction> prepare = new ArrayList<>();
    private final List<KeycloakTransaction> after = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    private final KeycloakTransactionManager transactions =
            stub(KeycloakTransactionManager.class, (method, argument) -> {
                ((KeycloakTransaction) argument).begin();
                (method.equals("enlistPrepare") ? prepare : after).add((KeycloakTransaction) argument);
                return null;
            });
    private final KeycloakSession session = stub(KeycloakSession.class, (method, argument) -> transactions);

    @Test
    void beforeCommitRunsFirstAndMayRefuse() {
        Transactions.beforeCommit(session, () -> {
            throw new IllegalStateException("refused");
        });
        assertThat(after).isEmpty();
        assertThatThrownBy(() -> prepare.forEach(KeycloakTransaction::commit)).hasMessage("refused");
    }

    @Test
    void afterCommitRunsOnlyWhereItWasKept() {
        Transactions.afterCommit(session, () -> done.add("kept"));
        Transactions.afterCompletion(session, () -> done.add("over"));
        assertThat(done).isEmpty();
        after.forEach(KeycloakTransaction::rollback);
        assertThat(done).containsExactly("over");

        done.clear();
        after.clear();
        Transactions.afterCommit(session, () -> done.add("kept"));
        Transactions.afterCompletion(session, () -> done.add("over"));
        after.forEach(KeycloakTransaction::commit);
        assertThat(done).containsExactly("kept", "over");
    }

    @Test
    void whatFailsAfterTheCommitIsNoFailureOfTheRequest() {
        Transactions.afterCommit(session, () -> {
            throw new IllegalStateException("too late");
        });
        assertThatCode(() -> after.forEach(KeycloakTransaction::commit)).doesNotThrowAnyException();
    }

    private interface Behaviour {

        Object call(String method, Object argument);
    }

    private static <T> T stub(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        behaviour.call(method.getName(), arguments == null ? null : arguments[0])));
    }
}
