package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The address lock tells as little about which tenants there are as the answers do, and locks no administrator out. */
@OnKeycloak
@Isolated("loopback can be blocked in master meanwhile")
class UnknownDomainLockIT {

    private final Keycloak keycloak;
    private final Realm master;
    private final Realm tenant;
    private final TenantSignIn api;

    UnknownDomainLockIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.master = keycloak.realm("master");
        this.api = new TenantSignIn(keycloak, master);
    }

    @BeforeEach
    void blockLoopback() {
        master.attribute("pbx.webAllowedAddresses", "192.0.2.1");
    }

    @AfterEach
    void allowLoopback() {
        master.attribute("pbx.webAllowedAddresses", null);
    }

    @Test
    void anUnknownDomainIsLockedLikeATenantAndForItself() {
        Realm suspended = keycloak.tenant();
        for (Realm realm : new Realm[] {tenant, suspended}) {
            realm.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        }
        suspended.update(realm -> realm.put("enabled", false));
        String domain = "nobody-" + System.nanoTime() + ".test";
        for (String asked : new String[] {domain, tenant.name(), suspended.name()}) {
            for (int i = 0; i < 5; i++) {
                TenantSignIn.assertRefused(signIn(api, "nobody", asked));
            }
            signIn(api, "nobody", asked).then().statusCode(403).body("errors[0].code", equalTo("DENIED"));
        }
        TenantSignIn.assertRefused(signIn(api, "nobody", "another-" + domain));
        // Nobody of the system level is kept out.
        assertThat(keycloak.admin()
                        .get(master.adminPath("/blocked-addresses"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<Object>path("$"))
                .asString()
                .doesNotContain("127.0.0.1", "#");
    }

    @Test
    void anAddressThatIsBlockedInMasterIsClearedThere() {
        String blocked = master.adminPath("/blocked-addresses");
        keycloak.admin().delete(blocked + "/127.0.0.1");
        for (int i = 0; i < 5; i++) {
            TenantSignIn.assertRefused(api.signIn("nobody", "wrong"));
        }
        api.signIn("nobody", "wrong").then().statusCode(403).body("errors[0].code", equalTo("DENIED"));
        keycloak.admin().get(blocked).then().statusCode(200).body("address", hasItem("127.0.0.1"));
        keycloak.admin().delete(blocked + "/127.0.0.1").then().statusCode(204);
        keycloak.admin().get(blocked).then().statusCode(200).body("address", not(hasItem("127.0.0.1")));
        TenantSignIn.assertRefused(api.signIn("nobody", "wrong"));
        keycloak.admin().delete(blocked + "/127.0.0.1").then().statusCode(204);
        keycloak.admin().delete(blocked + "/127.0.0.1").then().statusCode(404);
    }

    @Test
    void whoMakesDomainsUpIsKeptOutOfAllThatAreNobodys() {
        // The other test may have blocked the address before.
        keycloak.admin().delete(tenant.adminPath("/blocked-addresses/127.0.0.1"));
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        // Two failures block one domain, twenty all of them.
        tenant.attribute("pbx.webFailedAuthAmount", "2");
        tenant.createUser("201", "Right-password-1!");
        TenantSignIn there = new TenantSignIn(keycloak, tenant);
        try {
            for (int i = 0; i < 20; i++) {
                TenantSignIn.assertRefused(signIn(there, "201", "made-up-" + i + ".test"));
            }
            for (int i = 0; i < 2; i++) {
                signIn(there, "201", "made-up-later-" + i + ".test")
                        .then()
                        .statusCode(403)
                        .body("errors[0].code", equalTo("DENIED"))
                        .body(
                                "errors[0].message",
                                startsWith("the client IP address 127.0.0.1 has been blocked until "));
                assertThat(tenant.events().get(0))
                        .returns("LOGIN_ERROR", Realm.Event::type)
                        .returns("address_blocked", Realm.Event::error)
                        .returns(
                                Map.of("username", "201", "sip_domain", "made-up-later-" + i + ".test"),
                                Realm.Event::details);
            }
            // Nobody of the realm itself is kept out.
            there.signIn("201", "Right-password-1!").then().statusCode(200);
            keycloak.admin()
                    .get(tenant.adminPath("/blocked-addresses"))
                    .then()
                    .statusCode(200)
                    .body("", hasSize(0));
        } finally {
            tenant.attribute("pbx.webFailedAuthAmount", null);
        }
    }

    private static Response signIn(TenantSignIn api, String username, String domain) {
        return api.post("auth/sign_in", Map.of("username", username, "password", "wrong", "domain", domain));
    }
}
