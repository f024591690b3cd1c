package io.keycloakpbx.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;
import org.keycloak.storage.user.UserRegistrationProvider;

/** Which storages take users who are made in a realm. */
class PbxUserStorageTest {

    @Test
    void aDirectoryTakesThemWhereItIsToldTo() {
        assertThat(storage("ldap", "true", "syncRegistrations", "true", "editMode", "WRITABLE"))
                .contains("people");
        assertThat(storage("ldap", "false", "syncRegistrations", "true", "editMode", "WRITABLE"))
                .isEmpty();
        assertThat(storage("ldap", "true", "syncRegistrations", "true", "editMode", "UNSYNCED"))
                .isEmpty();
        assertThat(storage("ldap", "true", "syncRegistrations", "false", "editMode", "WRITABLE"))
                .isEmpty();
        assertThat(storage("ldap", "true", "editMode", "READ_ONLY")).isEmpty();
    }

    @Test
    void otherStoragesTakeThemWhereTheirKindDoes() {
        assertThat(storage("taking", "true")).contains("people");
        assertThat(storage("taking", "false")).isEmpty();
        assertThat(storage("reading", "true")).isEmpty();
        assertThat(storage("gone", "true")).isEmpty();
    }

    private static Optional<String> storage(String kind, String enabled, String... config) {
        ComponentModel component = new ComponentModel();
        component.setName("people");
        component.setProviderId(kind);
        component.put("enabled", enabled);
        for (int i = 0; i < config.length; i += 2) {
            component.put(config[i], config[i + 1]);
        }
        RealmModel realm = proxy(
                RealmModel.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getComponentsStream") ? Stream.of(component) : "realm");
        KeycloakSessionFactory factories =
                proxy(KeycloakSessionFactory.class, (proxy, method, arguments) -> switch ((String) arguments[1]) {
                    case "taking" -> new Taking();
                    case "reading" -> new Reading();
                    default -> null;
                });
        KeycloakSession session = proxy(KeycloakSession.class, (proxy, method, arguments) -> factories);
        return new JpaPbxUserProvider(session).registrationStorage(realm);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static class ReadStorage implements UserStorageProvider {

        @Override
        public void close() {}
    }

    private static final class Storage extends ReadStorage implements UserRegistrationProvider {

        @Override
        public UserModel addUser(RealmModel realm, String username) {
            return null;
        }

        @Override
        public boolean removeUser(RealmModel realm, UserModel user) {
            return false;
        }
    }

    private static final class Taking implements UserStorageProviderFactory<Storage> {

        @Override
        public Storage create(KeycloakSession session, ComponentModel model) {
            return new Storage();
        }

        @Override
        public String getId() {
            return "taking";
        }
    }

    private static final class Reading implements UserStorageProviderFactory<ReadStorage> {

        @Override
        public ReadStorage create(KeycloakSession session, ComponentModel model) {
            return new ReadStorage();
        }

        @Override
        public String getId() {
            return "reading";
        }
    }
}
