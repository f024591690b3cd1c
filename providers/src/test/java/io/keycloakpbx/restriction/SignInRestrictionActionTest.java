package io.keycloakpbx.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tenant.TenantAttributes;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** What becomes of sessions that were begun before, where a user with locked sessions signs in anew. */
class SignInRestrictionActionTest {

    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    /** Changes, as a method's name and what it was given. */
    private final List<String> calls = new ArrayList<>();

    private final RealmModel realm = stub(
            RealmModel.class,
            Map.of("getName", "acme", "getAttribute:" + TenantAttributes.SIP_DOMAIN, "acme.example.test"));
    private final UserModel user = stub(UserModel.class, Map.of("getId", "u1", "getUsername", "101"));

    @Test
    void aSessionBegunAnewIsThatOfTheProvidersSession() {
        signIn(
                HERE,
                Map.of(
                        "getAuthNote:" + AuthenticationProcessor.BROKER_SESSION_ID, "company.s1",
                        "getAuthNote:" + AuthenticationProcessor.BROKER_USER_ID, "company.u1"));
        assertThat(calls)
                .contains("restartSession[acme, 101, 101, " + ELSEWHERE + ", null, false, company.s1, company.u1]");
    }

    @Test
    void anOfflineSessionOfAnotherAddressEndsWithIt() {
        signIn(HERE, Map.of());
        assertThat(calls)
                .contains("restartSession[acme, 101, 101, " + ELSEWHERE + ", null, false, null, null]")
                .contains("removeOfflineUserSession[acme, session]");
    }

    @Test
    void aSessionOfTheSameAddressGoesOn() {
        signIn(ELSEWHERE, Map.of());
        assertThat(calls).isEmpty();
    }

    /** Keycloak passes by what does not say so. */
    @Test
    void anAppThatAsksForTheActionIsAnswered() {
        assertThat(new SignInRestrictionAction().initiatedActionSupport()).isEqualTo(InitiatedActionSupport.SUPPORTED);
    }

    private void signIn(String begunAt, Map<String, Object> notes) {
        UserSessionModel earlier = stub(UserSessionModel.class, Map.of("getUser", user, "getIpAddress", begunAt));
        UserSessionProvider sessions =
                stub(UserSessionProvider.class, Map.of("getUserSession", earlier, "getOfflineUserSession", earlier));
        SignInRestriction locked = new SignInRestriction(List.of(), true);
        SignInRestrictionProvider restrictions = stub(SignInRestrictionProvider.class, Map.of("restriction", locked));
        KeycloakSession session =
                stub(KeycloakSession.class, Map.of("getProvider", restrictions, "sessions", sessions));
        Map<String, Object> signIn = new HashMap<>(notes);
        signIn.put("getParentSession", stub(RootAuthenticationSessionModel.class, Map.of("getId", "s1")));
        signIn.put("getUserSessionNotes", Map.of());
        new SignInRestrictionAction()
                .evaluateTriggers(stub(
                        RequiredActionContext.class,
                        Map.of(
                                "getRealm", realm,
                                "getUser", user,
                                "getSession", session,
                                "getConnection", stub(ClientConnection.class, Map.of("getRemoteHost", ELSEWHERE)),
                                "getAuthenticationSession", stub(AuthenticationSessionModel.class, signIn))));
    }

    /** Answers by a method's name, or by its name and first argument; keeps what changes a session. */
    private <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (name.equals("toString")) {
                        return answers.getOrDefault("getName", answers.getOrDefault("getUsername", "session"));
                    }
                    if (name.equals("restartSession") || name.equals("removeOfflineUserSession")) {
                        calls.add(name + Arrays.asList(arguments));
                    }
                    String first = arguments == null || arguments.length == 0 ? "" : ":" + arguments[0];
                    Object answer = answers.getOrDefault(name + first, answers.get(name));
                    return answer == null && method.getReturnType() == boolean.class ? Boolean.FALSE : answer;
                }));
    }
}
