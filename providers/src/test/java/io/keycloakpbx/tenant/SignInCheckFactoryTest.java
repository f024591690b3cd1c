package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

class SignInCheckFactoryTest {

    private static final SignInSubject NOBODY = new SignInSubject(null, null, List.of());

    @Test
    void findingsComeInTheOrderOfTheFactories() {
        KeycloakSession session = session(new Factory("late", 2, "pbxLate"), new Factory("early", 1, "pbxEarly"));
        assertThat(SignInCheckFactory.all(session, NOBODY))
                .containsExactly(SignInFinding.info("pbxEarly"), SignInFinding.info("pbxLate"));
    }

    /** One of somebody else's jar, for example: what the others find is told all the same. */
    @Test
    void aCheckThatFailsIsAFindingOfItsOwn() {
        KeycloakSession session = session(
                new Factory("before", 1, "pbxBefore"),
                new Factory("broken", 2, null),
                new Factory("after", 3, "pbxAfter"));
        assertThat(SignInCheckFactory.all(session, NOBODY))
                .containsExactly(
                        SignInFinding.info("pbxBefore"),
                        SignInFinding.warning("pbxWhyNotChecked").with("check", "broken"),
                        SignInFinding.info("pbxAfter"));
    }

    /** The session of a server that has these checks, and nothing else. */
    private static KeycloakSession session(Factory... factories) {
        KeycloakSessionFactory server =
                answering(KeycloakSessionFactory.class, (proxy, method, arguments) -> List.of(factories).stream());
        return answering(
                KeycloakSession.class,
                (proxy, method, arguments) -> method.getName().equals("getKeycloakSessionFactory")
                        ? server
                        : List.of(factories).stream()
                                .filter(factory -> factory.id().equals(arguments[1]))
                                .findFirst()
                                .orElseThrow()
                                .create(null));
    }

    private static <T> T answering(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    /** A check with one finding; null where it fails. */
    private record Factory(String id, int order, String finding) implements SignInCheckFactory {

        @Override
        public SignInCheck create(KeycloakSession session) {
            return subject -> {
                if (finding == null) {
                    throw new IllegalStateException("broken");
                }
                return List.of(SignInFinding.info(finding));
            };
        }

        @Override
        public String getId() {
            return id;
        }
    }
}
