package io.keycloakpbx.tests.regression;

import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and ids in the one form that they have, however they are written. */
@OnKeycloak
class NamesIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";

    private final Keycloak keycloak;

    NamesIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @Test
    void oneIpv6AddressIsOneTenant() {
        create("2001:db8:0:0:0:0:7:1", "names-ipv6").statusCode(201).body("sipDomain", equalTo("[2001:db8::7:1]"));
        for (String spelling : List.of(
                "2001:db8::7:1", "[2001:DB8::7:1]", "2001:0db8:0000:0000:0000:0000:0007:0001", "[2001:db8:0::7:1]")) {
            create(spelling, "names-ipv6-too")
                    .statusCode(409)
                    .body(
                            "errorMessage",
                            equalTo("SIP domain [2001:db8::7:1] of realm names-ipv6-too belongs to realm names-ipv6"
                                    + " already; remove it from one of them"));
            tenant(spelling).statusCode(200).body("realm", equalTo("names-ipv6"));
        }
    }

    @Test
    void aDomainWithAnUmlautIsTakenAsItIsTyped() {
        create("Müller-Bau.names.example", null)
                .statusCode(201)
                .body("sipDomain", equalTo("xn--mller-bau-q9a.names.example"))
                .body("name", equalTo("müller-bau.names.example"));
        Realm realm = keycloak.realm("xn--mller-bau-q9a.names.example");
        for (String spelling :
                List.of("müller-bau.names.example", "MÜLLER-BAU.names.example", "xn--mller-bau-q9a.names.example")) {
            tenant(spelling).statusCode(200).body("realm", equalTo(realm.name()));
        }
        realm.createUser("101", "Names-of-101!");
        keycloak.http()
                .contentType("application/json; charset=UTF-8")
                .body(Map.of("username", "101", "password", "Names-of-101!", "domain", "müller-bau.names.example"))
                .post("/realms/master/api/auth/sign_in")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ". | realm must not be . or .., which mean other paths in a URL",
                ".. | realm must not be . or .., which mean other paths in a URL",
                "Master | realm must not be master in any case, the name of the system level",
                "MASTER | realm must not be master in any case, the name of the system level"
            })
    void realmNamesThatMeanSomethingElse(String name, String message) {
        create("realmname.names.example.test", name).statusCode(400).body("errorMessage", equalTo(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ac\u202Eme", "ac\u200Bme", "ac\u0007me", "\u2066acme", "acme\u2028", " names", "names "})
    void realmNamesThatNobodyCanRead(String name) {
        create("realmname.names.example.test", name)
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo(
                                "realm must have no control or formatting characters and no blank at its start or end"));
    }

    private ValidatableResponse create(String sipDomain, String realm) {
        return keycloak.admin()
                .body(realm == null ? Map.of("sipDomain", sipDomain) : Map.of("sipDomain", sipDomain, "realm", realm))
                .post(TENANTS)
                .then();
    }

    private ValidatableResponse tenant(String domain) {
        return keycloak.admin().get(TENANT, domain).then();
    }
}
