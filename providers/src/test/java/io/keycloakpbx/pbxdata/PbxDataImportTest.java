package io.keycloakpbx.pbxdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.keycloakpbx.extension.Extension;
import io.keycloakpbx.extension.ExtensionOwnership;
import io.keycloakpbx.extension.ExtensionProvider;
import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.extension.OwnershipChange;
import io.keycloakpbx.extension.PbxServer;
import io.keycloakpbx.extension.PbxUserName;
import io.keycloakpbx.extension.PbxUserProvider;
import io.keycloakpbx.pbxdata.PbxDataReport.Owner;
import io.keycloakpbx.pbxdata.PbxDataReport.Withdrawal;
import io.keycloakpbx.store.PbxDataSection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.provider.ProviderFactory;

/** What only another transaction at the same time can bring about. */
class PbxDataImportTest {

    private final List<Object> removed = new ArrayList<>();

    @Test
    void aUserWhoseExtensionIsRemovedMeanwhileDoesNotStay() {
        UserModel user = fake(UserModel.class, Map.of("getId", "user-1"));
        Extension extension = new Extension("extension-1", "server-1", settings());
        // The extension has no owner that could be set: it is gone.
        ExtensionProvider extensions = fake(
                ExtensionProvider.class,
                Map.of("createServer", new PbxServer("server-1", "pbx"), "createExtension", extension));
        PbxUserProvider users = fake(PbxUserProvider.class, Map.of("create", user));
        UserProvider stored = proxy(UserProvider.class, (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("removeUser");
            removed.add(arguments[1]);
            return true;
        });
        KeycloakTransactionManager transactions = fake(KeycloakTransactionManager.class, Map.of());
        KeycloakSession session = proxy(KeycloakSession.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getProvider" -> arguments[0] == ExtensionProvider.class ? extensions : users;
            case "users" -> stored;
            case "getTransactionManager" -> transactions;
            default -> null;
        });

        PbxDataReport report = new PbxDataImport(
                        new PbxDataRequest(session, fake(RealmModel.class, Map.of()), null),
                        new PbxDataOptions(true, false, true))
                .run(new PbxDataFile(List.of(row()), List.of()), line -> {});

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.usersCreated()).isZero();
        assertThat(report.rows().get(0).message()).isEqualTo("the extension was removed meanwhile");
        assertThat(removed).containsExactly(user);
    }

    /** Somebody else gets the number between the look at what can be taken and the taking. */
    @Test
    void aNumberThatIsTakenMeanwhileIsToldOf() {
        String words = "the number 7 is given to another id";
        PbxDataSection numbers = proxy(
                PbxDataSection.class,
                (proxy, method, arguments) -> (boolean) arguments[2] ? List.of() : List.of(words));
        ProviderFactory<?> factory = fake(ProviderFactory.class, Map.of("getId", "numbers"));
        KeycloakSessionFactory server =
                proxy(KeycloakSessionFactory.class, (proxy, method, arguments) -> Stream.of(factory));
        Map<Object, Object> providers = Map.of(
                ExtensionProvider.class, fake(ExtensionProvider.class, Map.of()),
                PbxUserProvider.class, fake(PbxUserProvider.class, Map.of()),
                PbxDataSection.class, numbers);
        List<String> end = new ArrayList<>();
        KeycloakTransactionManager transactions =
                proxy(KeycloakTransactionManager.class, (proxy, method, arguments) -> {
                    end.add(method.getName());
                    return null;
                });
        KeycloakSession session = proxy(KeycloakSession.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getProvider" -> providers.get(arguments[0]);
            case "getKeycloakSessionFactory" -> server;
            case "getTransactionManager" -> transactions;
            default -> null;
        });

        PbxDataReport report = new PbxDataImport(
                        new PbxDataRequest(session, fake(RealmModel.class, Map.of()), null),
                        new PbxDataOptions(false, true, false))
                .run(
                        new PbxDataFile(List.of(), List.of(), Map.of("numbers", JsonNodeFactory.instance.arrayNode())),
                        line -> {});

        assertThat(report.notTaken()).containsExactly(words);
        assertThat(report.committed()).isFalse();
        assertThat(end).containsExactly("setRollbackOnly");
    }

    /** Each that is taken from somebody counts; the first hundred are told, with names as far as there are any. */
    @Test
    void whoseExtensionsAreTakenIsTold() {
        List<PbxDataRow> rows = new ArrayList<>();
        List<Extension> stored = new ArrayList<>();
        List<ExtensionOwnership> owned = new ArrayList<>();
        for (int i = 0; i < 104; i++) {
            String number = String.valueOf(1000 + i);
            rows.add(row(i + 1, Map.of("server", "pbx", "extension", number, "managingUser", i == 1 ? "" : "anna")));
            // The first one is free, and the last one is Anna's already.
            String owner = i == 0 ? null : i == 103 ? "user-anna" : "user-" + i;
            stored.add(new Extension("extension-" + i, "server-1", rows.get(i).settings()));
            owned.add(new ExtensionOwnership("server-1", "extension-" + i, number, owner, false));
        }
        ExtensionProvider extensions =
                proxy(ExtensionProvider.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "servers" -> List.of(new PbxServer("server-1", "pbx"));
                    case "extensions" -> stored;
                    case "ownerships" -> owned;
                    case "setManagingUser" ->
                        Optional.of(new OwnershipChange(
                                ((ExtensionOwnership) arguments[0]).managingUserId(), (String) arguments[1]));
                    default -> nothing(method.getReturnType());
                });
        PbxUserProvider users = fake(PbxUserProvider.class, Map.of("idsByUsername", Map.of("anna", "user-anna")));
        KeycloakTransactionManager transactions = fake(KeycloakTransactionManager.class, Map.of());
        KeycloakSession session = proxy(KeycloakSession.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getProvider" -> arguments[0] == ExtensionProvider.class ? extensions : users;
            case "getTransactionManager" -> transactions;
            default -> null;
        });

        PbxDataReport report = new PbxDataImport(
                        new PbxDataRequest(session, fake(RealmModel.class, Map.of()), null),
                        new PbxDataOptions(true, false, false))
                .run(new PbxDataFile(rows, List.of()), line -> {});

        assertThat(report.updated()).isEqualTo(103);
        assertThat(report.withdrawn()).isEqualTo(102);
        assertThat(report.withdrawals()).hasSize(100);
        assertThat(report.owners()).hasSize(101).contains("user-1", "user-100", "user-anna");
        PbxDataReport named = report.named(Map.of("user-2", new PbxUserName("2", "Bob")));
        assertThat(named.withdrawals().subList(0, 2))
                .containsExactly(
                        new Withdrawal("pbx", "1001", new Owner("user-1", null, null), null),
                        new Withdrawal(
                                "pbx", "1002", new Owner("user-2", "2", "Bob"), new Owner("user-anna", null, null)));
        assertThat(named.rows()).hasSize(104);
        assertThat(named.numbers().withdrawn()).isEqualTo(102);
        assertThat(named.numbers().withdrawals()).isNull();
        assertThat(named.summary().withdrawals()).hasSize(100);
        assertThat(named.summary().rows()).isNull();
    }

    private static PbxDataRow row() {
        return row(1, Map.of("server", "pbx", "extension", "101", "managingUser", "anna"));
    }

    private static PbxDataRow row(int number, Map<String, String> values) {
        return new PbxDataRow(number, number + 1, column -> "line " + (number + 1) + " (" + column + ")", values);
    }

    private static ExtensionSettings settings() {
        return row().settings();
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return proxy(type, (proxy, method, arguments) -> {
            Object answer = answers.get(method.getName());
            return answer == null ? nothing(method.getReturnType()) : answer;
        });
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        return Stream.<Object>of(Optional.empty(), List.of(), Map.of(), Set.of())
                .filter(type::isInstance)
                .findFirst()
                .orElse(null);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return switch (method.getName()) {
                            case "equals" -> proxy == given[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> type.getSimpleName();
                        };
                    }
                    return handler.invoke(proxy, method, given);
                }));
    }
}
