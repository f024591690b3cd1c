package io.keycloakpbx.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tenant.TenantAttributes;
import java.util.ArrayList;
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

    /** What the sessions were asked, with what was given. */
    private final List<String> calls = new ArrayList<>();

    private final RealmModel realm = Stub.of(
            RealmModel.class,
            Map.of("getName", "acme", "getAttribute:" + TenantAttributes.SIP_DOMAIN, "acme.example.test"));
    private final UserModel user = Stub.of(UserModel.class, Map.of("getId", "u1", "getUsername", "101"));

    @Test
    void aSessionBegunAnewIsThatOfTheProvidersSession() {
        signIn(
                HERE,
                Map.of(
                        "getAuthNote:" + AuthenticationProcessor.BROKER_SESSION_ID, "company.s1",
                        "getAuthNote:" + AuthenticationProcessor.BROKER_USER_ID, "company.u1"));
        assertThat(calls)
                .contains("restartSession[RealmModel, UserModel, 101, " + ELSEWHERE
                        + ", null, false, company.s1, company.u1]");
    }

    @Test
    void anOfflineSessionOfAnotherAddressEndsWithIt() {
        signIn(HERE, Map.of());
        assertThat(calls)
                .contains("restartSession[RealmModel, UserModel, 101, " + ELSEWHERE + ", null, false, null, null]")
                .contains("removeOfflineUserSession[RealmModel, UserSessionModel]");
    }

    @Test
    void aSessionOfTheSameAddressGoesOn() {
        signIn(ELSEWHERE, Map.of());
        assertThat(calls).noneMatch(call -> call.startsWith("restart") || call.startsWith("remove"));
    }

    /** Keycloak passes by what does not say so. */
    @Test
    void anAppThatAsksForTheActionIsAnswered() {
        assertThat(new SignInRestrictionAction().initiatedActionSupport()).isEqualTo(InitiatedActionSupport.SUPPORTED);
    }

    private void signIn(String begunAt, Map<String, Object> notes) {
        UserSessionModel earlier =
                Stub.of(UserSessionModel.class, Map.of("getUser", user, "getIpAddress", begunAt), calls::add);
        UserSessionProvider sessions = Stub.of(
                UserSessionProvider.class,
                Map.of("getUserSession", earlier, "getOfflineUserSession", earlier),
                calls::add);
        SignInRestriction locked = new SignInRestriction(List.of(), true);
        SignInRestrictionProvider restrictions =
                Stub.of(SignInRestrictionProvider.class, Map.of("restriction", locked));
        KeycloakSession session =
                Stub.of(KeycloakSession.class, Map.of("getProvider", restrictions, "sessions", sessions));
        Map<String, Object> signIn = new HashMap<>(notes);
        signIn.put("getParentSession", Stub.of(RootAuthenticationSessionModel.class, Map.of("getId", "s1")));
        signIn.put("getUserSessionNotes", Map.of());
        new SignInRestrictionAction()
                .evaluateTriggers(Stub.of(
                        RequiredActionContext.class,
                        Map.of(
                                "getRealm", realm,
                                "getUser", user,
                                "getSession", session,
                                "getConnection", Stub.of(ClientConnection.class, Map.of("getRemoteHost", ELSEWHERE)),
                                "getAuthenticationSession", Stub.of(AuthenticationSessionModel.class, signIn))));
    }
}
