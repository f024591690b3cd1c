package io.keycloakpbx.restriction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/** What has no test with a server, for Keycloak's feature is off. */
class SessionAddressExecutorTest {

    /** By the version of the brokering API that asks policies. */
    @Test
    void aProvidersTokenIsNotToldElsewhere() {
        assertThatCode(() -> askForToken("192.0.2.1")).doesNotThrowAnyException();
        assertThatThrownBy(() -> askForToken("192.0.2.2"))
                .isInstanceOfSatisfying(ClientPolicyException.class, refusal -> {
                    assertThat(refusal.getError()).isEqualTo("invalid_grant");
                    assertThat(refusal.getErrorDetail())
                            .isEqualTo("The session began at another address; sign in again");
                });
    }

    private static void askForToken(String address) throws ClientPolicyException {
        UserSessionModel begun = Stub.of(
                UserSessionModel.class,
                Map.of("getUser", Stub.of(UserModel.class, Map.of()), "getIpAddress", "192.0.2.1"));
        KeycloakContext request = Stub.of(
                KeycloakContext.class,
                Map.of(
                        "getUserSession",
                        begun,
                        "getConnection",
                        Stub.of(ClientConnection.class, Map.of("getRemoteHost", address))));
        SignInRestrictionProvider restrictions =
                Stub.of(SignInRestrictionProvider.class, Map.of("restriction", new SignInRestriction(List.of(), true)));
        KeycloakSession session =
                Stub.of(KeycloakSession.class, Map.of("getContext", request, "getProvider", restrictions));
        new SessionAddressExecutor(session)
                .executeOnEvent(Stub.of(
                        ClientPolicyContext.class, Map.of("getEvent", ClientPolicyEvent.IDENTITY_BROKERING_API)));
    }
}
