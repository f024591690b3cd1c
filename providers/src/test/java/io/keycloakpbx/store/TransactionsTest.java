package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

class TransactionsTest {

    private final List<KeycloakTransaction> prepare = new ArrayList<>();
    private final List<KeycloakTransaction> after = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private boolean rollbackOnly;

    private final KeycloakTransactionManager transactions =
            stub(KeycloakTransactionManager.class, (method, argument) -> {
                if (argument instanceof KeycloakTransaction enlisted) {
                    enlisted.begin();
                    (method.equals("enlistPrepare") ? prepare : after).add(enlisted);
                }
                rollbackOnly |= method.equals("setRollbackOnly");
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

    /** A session that ends as Keycloak's do: what fails after the commit is thrown when the rest is done. */
    private KeycloakSessionFactory server(boolean commits) {
        KeycloakContext context = stub(KeycloakContext.class, (method, argument) -> null);
        KeycloakSession own = stub(KeycloakSession.class, (method, argument) -> switch (method) {
            case "getTransactionManager" -> transactions;
            case "getContext" -> context;
            case "close" -> {
                if (rollbackOnly) {
                    yield null;
                }
                if (!commits) {
                    throw new IllegalStateException("not kept");
                }
                List<RuntimeException> failed = new ArrayList<>();
                after.forEach(transaction -> {
                    try {
                        transaction.commit();
                    } catch (RuntimeException e) {
                        failed.add(e);
                    }
                });
                if (!failed.isEmpty()) {
                    throw failed.get(0);
                }
                yield null;
            }
            default -> null;
        });
        return stub(KeycloakSessionFactory.class, (method, argument) -> own);
    }

    private String inOwn(boolean commits, Runnable work) {
        return Transactions.inOwn(
                server(commits),
                stub(KeycloakContext.class, (method, argument) -> null),
                own -> {
                    work.run();
                    return "made";
                },
                "Work");
    }

    @Test
    void whatIsKeptIsNotLostWhereSomethingFailsLater() {
        KeycloakTransaction listener = stub(KeycloakTransaction.class, (method, argument) -> {
            throw new IllegalStateException("a listener");
        });
        assertThat(inOwn(true, () -> after.add(listener))).isEqualTo("made");
        after.clear();
        assertThatThrownBy(() -> inOwn(false, () -> {})).hasMessage("not kept");
        after.clear();
        assertThatThrownBy(() -> inOwn(true, () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
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
