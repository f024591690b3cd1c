package io.keycloakpbx.securitydata.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;

class RequestNotesTest {

    private final List<KeycloakTransaction> enlisted = new ArrayList<>();
    private final List<Object> noted = new ArrayList<>();
    private final List<List<SessionNote>> kept = new ArrayList<>();
    private final Map<Object, Object> attributes = new HashMap<>();

    private final KeycloakTransactionManager transactions =
            stub(KeycloakTransactionManager.class, (self, method, arguments) -> {
                ((KeycloakTransaction) arguments[0]).begin();
                enlisted.add((KeycloakTransaction) arguments[0]);
                return null;
            });
    private final NumberProvider numbers =
            stub(NumberProvider.class, (self, method, arguments) -> noted.add(arguments[1]) ? null : null);
    private final RealmModel realm = stub(RealmModel.class, (self, method, arguments) -> "realm");
    private final KeycloakSession session =
            stub(KeycloakSession.class, (self, method, arguments) -> switch (method.getName()) {
                case "getTransactionManager" -> transactions;
                case "getProvider" -> numbers;
                case "getAttribute" -> attributes.get(arguments[0]);
                case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
                case "removeAttribute" -> attributes.remove(arguments[0]);
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private static <T> T stub(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }

    private void add(SessionNote note) {
        RequestNotes.add(session, realm, note, kept::add);
    }

    @Test
    void theNotesOfARequestComeTogetherAfterItsCommit() {
        List<SessionNote> notes = List.of(
                SessionNote.created("realm", "one", 1, "admin"),
                SessionNote.created("realm", "two", 2, "admin"),
                SessionNote.modified("realm", "one", 3, "admin"));
        notes.forEach(this::add);
        assertThat(kept).isEmpty();
        assertThat(enlisted).hasSize(1);
        assertThat(noted).as("once for all new users").containsExactly(NumberKind.USER);
        enlisted.forEach(KeycloakTransaction::commit);
        assertThat(kept).containsExactly(notes);
        add(notes.get(2));
        assertThat(enlisted).as("the next transaction of the session").hasSize(2);
    }

    @Test
    void nothingIsToldOfWhatIsNotKept() {
        add(SessionNote.modified("realm", "one", 3, "admin"));
        enlisted.forEach(KeycloakTransaction::rollback);
        assertThat(kept).isEmpty();
        assertThat(noted).isEmpty();
    }
}
