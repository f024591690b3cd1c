package io.keycloakpbx.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class ContextRealmTest {

    private final RealmModel master = nothing(RealmModel.class);
    private final RealmModel tenant = nothing(RealmModel.class);
    private final ClientModel client = nothing(ClientModel.class);
    private final OrganizationModel organization = nothing(OrganizationModel.class);
    private final AuthenticationSessionModel signIn = nothing(AuthenticationSessionModel.class);
    private final KeycloakContext context = properties(KeycloakContext.class);
    private final KeycloakSession session = properties(KeycloakSession.class, "Context", context);

    @BeforeEach
    void aRequestOfMaster() {
        context.setRealm(master);
        context.setClient(client);
        context.setOrganization(organization);
        context.setAuthenticationSession(signIn);
    }

    @Test
    void theWorkSeesItsRealmAndNothingOfTheOther() {
        String outcome = ContextRealm.call(session, tenant, () -> {
            assertThat(context.getRealm()).isSameAs(tenant);
            assertThat(context.getClient()).isNull();
            assertThat(context.getOrganization()).isNull();
            assertThat(context.getAuthenticationSession()).isNull();
            context.setClient(nothing(ClientModel.class));
            return "done";
        });
        assertThat(outcome).isEqualTo("done");
        assertAsBefore();
    }

    @Test
    void inTheSameRealmTheClientStaysAndIsSetBack() {
        ContextRealm.run(session, master, () -> {
            assertThat(context.getClient()).isSameAs(client);
            context.setClient(null);
        });
        assertAsBefore();
    }

    @Test
    void anExceptionSetsItBackToo() {
        assertThatThrownBy(() -> ContextRealm.run(session, tenant, () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertAsBefore();
    }

    @Test
    void aSessionWithoutRealmHasNoneAfterwards() {
        context.setRealm(null);
        ContextRealm.run(session, tenant, () -> assertThat(context.getRealm()).isSameAs(tenant));
        assertThat(context.getRealm()).isNull();
    }

    private void assertAsBefore() {
        assertThat(context.getRealm()).isSameAs(master);
        assertThat(context.getClient()).isSameAs(client);
        assertThat(context.getOrganization()).isSameAs(organization);
        assertThat(context.getAuthenticationSession()).isSameAs(signIn);
    }

    private static <T> T nothing(Class<T> type) {
        return properties(type);
    }

    /** An object of which a getter gives what the setter got, or what is given here. */
    private static <T> T properties(Class<T> type, Object... given) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < given.length; i += 2) {
            values.put((String) given[i], given[i + 1]);
        }
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String property = property(method);
                    if (method.getName().startsWith("set")) {
                        return values.put(property, arguments[0]);
                    }
                    return switch (method.getName()) {
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        case "toString" -> type.getSimpleName();
                        default -> values.get(property);
                    };
                }));
    }

    private static String property(Method method) {
        return method.getName().replaceFirst("^[gs]et", "");
    }
}
