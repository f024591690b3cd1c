package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Drip;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a tenant's mail server does is felt by that tenant only. */
@OnKeycloak
@Order(Schedule.WAITING)
class ForgottenPasswordIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String CALLBACK = "https://pbx.example.com/reset";
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** More than what an executor of Keycloak has threads. */
    private static final int USERS = 6;

    private final Keycloak keycloak;
    private final Realm tenant;

    ForgottenPasswordIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    /** A server that greets for ever is not silent, so that no limit of Keycloak's ends it. */
    @Test
    void aMailServerThatNeverEndsKeepsNoOtherTenantsMail() throws Exception {
        try (Drip drip = new Drip("220-");
                Mailbox mailbox = new Mailbox()) {
            Realm slow = keycloak.tenant();
            slow.update(realm -> smtp(realm, drip.port()));
            TenantSignIn slowApi = api(slow);
            for (int user = 0; user < USERS; user++) {
                slow.createUser("30" + user, PASSWORD);
                forget(slowApi, "30" + user);
            }
            drip.awaitConnection();

            mailbox.receive(tenant);
            tenant.createUser("301", PASSWORD);
            forget(api(tenant), "301");
            String address = "301@" + tenant.name() + ".test";
            Instant end = Instant.now().plus(WAIT);
            while (mailbox.to(address).isEmpty() && Instant.now().isBefore(end)) {
                Thread.sleep(100);
            }
            assertThat(mailbox.to(address)).hasSize(1);
        }
    }

    private TenantSignIn api(Realm tenant) {
        TenantSignIn api = new TenantSignIn(keycloak, tenant);
        api.register("pbx-rest", CALLBACK);
        return api;
    }

    private static void forget(TenantSignIn api, String user) {
        api.post("auth/forget_password", Map.of("username", user, "callback_url", CALLBACK))
                .then()
                .statusCode(200);
    }

    private static void smtp(ObjectNode realm, int port) {
        realm.putObject("smtpServer")
                .put("host", "127.0.0.1")
                .put("port", Integer.toString(port))
                .put("from", "pbx@mail.test");
    }
}
