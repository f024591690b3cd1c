package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.telemetry.Registry;
import io.keycloakpbx.telemetry.Traces;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;

class OutgoingMailTest {

    private final Registry registry = new Registry();
    private final Traces traces = new Traces();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aMailThatTheServerTakesIsSent() throws EmailException {
        OutgoingMail.send(session(), null, null, mail -> {});
        assertThat(registry.count("pbx.mail", "outcome", "sent")).isEqualTo(1);
        assertThat(traces.told()).containsExactly("begin OutgoingMail.send", "end OutgoingMail.send");
    }

    @Test
    void aMailThatItDoesNotTakeIsToldInTheSpanAndCountedAndThrown() {
        assertThatThrownBy(() -> OutgoingMail.send(session(), null, null, mail -> {
                    throw new EmailException("no such host");
                }))
                .isInstanceOf(EmailException.class)
                .hasMessage("no such host");
        assertThat(registry.count("pbx.mail", "outcome", "failed")).isEqualTo(1);
        assertThat(traces.told())
                .containsExactly("begin OutgoingMail.send", "error no such host", "end OutgoingMail.send");
    }

    private KeycloakSession session() {
        EmailTemplateProvider mail = stub(EmailTemplateProvider.class, null);
        return stub(KeycloakSession.class, mail);
    }

    /** Gives the mail for itself, and what is traced for the rest. */
    private <T> T stub(Class<T> type, EmailTemplateProvider mail) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, sent) -> {
            if (mail == null) {
                return proxy;
            }
            Class<?> wanted = (Class<?>) sent[0];
            return wanted == EmailTemplateProvider.class
                    ? mail
                    : traces.session().getProvider(wanted.asSubclass(org.keycloak.provider.Provider.class));
        }));
    }
}
