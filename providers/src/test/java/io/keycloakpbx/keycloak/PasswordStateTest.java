package io.keycloakpbx.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

class PasswordStateTest {

    private static UserModel user(String id, Long created) {
        SubjectCredentialManager credentials = proxy(SubjectCredentialManager.class, () -> {
            if (id == null) {
                return Stream.empty();
            }
            CredentialModel password = new CredentialModel();
            password.setId(id);
            password.setCreatedDate(created);
            return Stream.of(password);
        });
        return proxy(UserModel.class, () -> credentials);
    }

    private static <T> T proxy(Class<T> type, Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.get()));
    }

    @Test
    void isTheSameWhileThePasswordIs() {
        assertThat(PasswordState.isStill(user("id", 1L), PasswordState.of(user("id", 1L))))
                .isTrue();
        assertThat(PasswordState.isStill(user(null, null), PasswordState.of(user(null, null))))
                .isTrue();
        assertThat(PasswordState.isStill(user("id", null), PasswordState.of(user("id", null))))
                .isTrue();
    }

    @Test
    void isAnotherWithAnyChange() {
        String state = PasswordState.of(user("id", 1L));
        assertThat(PasswordState.isStill(user("id", 2L), state)).isFalse();
        assertThat(PasswordState.isStill(user("other", 1L), state)).isFalse();
        assertThat(PasswordState.isStill(user(null, null), state)).isFalse();
        assertThat(PasswordState.isStill(user("id", 1L), PasswordState.of(user(null, null))))
                .isFalse();
        assertThat(PasswordState.isStill(user("id", 1L), null)).isFalse();
    }
}
