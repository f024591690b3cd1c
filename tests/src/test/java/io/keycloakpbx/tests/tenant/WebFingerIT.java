package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery of a tenant's issuer by a SIP address (RFC 7033, OpenID Connect Discovery). */
@OnKeycloak
class WebFingerIT {

    private static final String PATH = "/realms/master/.well-known/webfinger";
    private static final String ISSUER = "http://openid.net/specs/connect/1.0/issuer";

    private final Keycloak keycloak;
    private final Realm tenant;

    WebFingerIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acct:101@acme.example.com",
                "sip:101@acme.example.com",
                "sips:101@acme.example.com",
                "SIP:101@ACME.Example.com",
                "sip:101@sip.acme.example.com",
                "acct:nobody@acme.example.com",
                "sip:101:secret@acme.example.com;transport=tcp?subject=x",
                "https://acme.example.com",
                "https://acme.example.com/",
                "https://ACME.example.com:443/101?a=b#c",
                "https://sip.acme.example.com/101"
            })
    void everyAddressOfATenant(String resource) {
        webFinger(resource)
                .statusCode(200)
                .contentType("application/jrd+json")
                .header("Access-Control-Allow-Origin", "*")
                .body("subject", equalTo(resource))
                .body(
                        "links",
                        equalTo(List.of(Map.of(
                                "rel", ISSUER, "href", keycloak.realm("acme").issuer()))));
    }

    @Test
    void theIssuerIsTheOneOfTheDiscoveryDocument() {
        String href = webFinger("acct:101@globex.example.com").extract().path("links[0].href");
        String issuer = keycloak.http()
                .get(keycloak.realm("globex").path("/.well-known/openid-configuration"))
                .then()
                .statusCode(200)
                .extract()
                .path("issuer");
        assertThat(href).isEqualTo(issuer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/jrd+json", "application/json", "text/html", "*/*"})
    void whateverIsAccepted(String type) {
        keycloak.http()
                .accept(type)
                .queryParam("resource", "acct:101@acme.example.com")
                .get(PATH)
                .then()
                .statusCode(200)
                .contentType("application/jrd+json");
    }

    @Test
    void aTenantWithAnAddressOfItsOwn() {
        tenant.attribute("frontendUrl", "https://login.own-host.webfinger.test");
        try {
            String issuer = keycloak.http()
                    .get(tenant.path("/.well-known/openid-configuration"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("issuer");
            assertThat(issuer).startsWith("https://login.own-host.webfinger.test/");
            for (String path : List.of(PATH, tenant.path("/.well-known/webfinger"))) {
                keycloak.http()
                        .queryParam("resource", "acct:101@" + tenant)
                        .get(path)
                        .then()
                        .body("links[0].href", equalTo(issuer));
                keycloak.http()
                        .queryParam("resource", "acct:101@acme.example.com")
                        .get(path)
                        .then()
                        .body("links[0].href", equalTo(keycloak.realm("acme").issuer()));
            }
        } finally {
            tenant.attribute("frontendUrl", null);
        }
    }

    @Test
    void anUnknownRealmAndTheOtherDocuments() {
        keycloak.http()
                .queryParam("resource", "acct:101@acme.example.com")
                .get("/realms/no-such-realm/.well-known/webfinger")
                .then()
                .statusCode(404);
        keycloak.http()
                .get("/realms/acme/.well-known/openid-configuration")
                .then()
                .statusCode(200);
        keycloak.http().options(PATH).then().statusCode(200).header("Access-Control-Allow-Origin", "*");
    }

    @Test
    void isTheSameAtEveryRealm() {
        for (String realm : List.of("master", "acme", "globex")) {
            keycloak.http()
                    .queryParam("resource", "acct:101@acme.example.com")
                    .get("/realms/" + realm + "/.well-known/webfinger")
                    .then()
                    .statusCode(200)
                    .contentType("application/jrd+json")
                    .body("links[0].href", equalTo(keycloak.realm("acme").issuer()));
        }
    }

    @Test
    void relationsAreAFilter() {
        keycloak.http()
                .queryParam("resource", "acct:101@acme.example.com")
                .queryParam("rel", "http://webfinger.net/rel/profile-page", ISSUER)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("links.rel", equalTo(List.of(ISSUER)));
        keycloak.http()
                .queryParam("resource", "acct:101@acme.example.com")
                .queryParam("rel", "http://webfinger.net/rel/profile-page")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("subject", equalTo("acct:101@acme.example.com"))
                .body("links", equalTo(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acct:101@unknown.example.com",
                "acct:101@acme.example.com.evil.test",
                "sip:101@' or '1'='1",
                "https://unknown.example.com/101",
                "https://acme.example.com:8443/",
                "http://acme.example.com/",
                "mailto:101@acme.example.com"
            })
    void noTenant(String resource) {
        webFinger(resource)
                .statusCode(resource.contains(" ") ? 400 : 404)
                .contentType(containsString("application/json"))
                .header("Access-Control-Allow-Origin", "*")
                .body("error", notNullValue())
                .body("error_description", notNullValue());
    }

    @Test
    void theErrorsSayWhatIsWrong() {
        webFinger("acct:101@unknown.example.com")
                .body("", equalTo(Map.of("error", "not_found", "error_description", "No tenant has this SIP domain")));
        webFinger("acct:101")
                .body(
                        "",
                        equalTo(
                                Map.of(
                                        "error",
                                        "invalid_request",
                                        "error_description",
                                        "The parameter resource must be given once, as acct:user@domain, sip:user@domain, sips:user@domain or https://domain")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "101",
                "101@acme.example.com",
                "acct:101",
                "sip:@acme.example.com",
                "sip:101@",
                "acct:a@b@acme.example.com ",
                "https://",
                "https://101@acme.example.com/",
                "acct:101@acme.example.com\r\nSet-Cookie: a=b"
            })
    void malformed(String resource) {
        webFinger(resource)
                .statusCode(400)
                .header("Access-Control-Allow-Origin", "*")
                .header("Set-Cookie", nullValue())
                .body("error", equalTo("invalid_request"));
    }

    @Test
    void oneResourceOfAtMost1024Characters() {
        keycloak.http().get(PATH).then().statusCode(400).header("Access-Control-Allow-Origin", "*");
        keycloak.http()
                .queryParam("resource", "acct:101@acme.example.com", "acct:101@globex.example.com")
                .get(PATH)
                .then()
                .statusCode(400);
        String domain = "@acme.example.com";
        webFinger("acct:" + "1".repeat(1_024 - 5 - domain.length()) + domain).statusCode(200);
        webFinger("acct:" + "1".repeat(1_025 - 5 - domain.length()) + domain).statusCode(400);
    }

    @Test
    void aSuspendedTenantIsUnknown() {
        tenant.attribute("pbx.sipDomainAliases", "[2001:db8::77]");
        webFinger("sip:1@[2001:DB8::77];transport=tls").statusCode(200);
        String path = "/admin/realms/master/tenants/" + tenant;
        keycloak.admin().post(path + "/suspend").then().statusCode(204);
        try {
            webFinger("acct:1@" + tenant).statusCode(404);
        } finally {
            keycloak.admin().post(path + "/resume").then().statusCode(204);
        }
        webFinger("acct:1@" + tenant).statusCode(200).body("links[0].href", equalTo(tenant.issuer()));
    }

    @Test
    void aBrowserOfAnotherOrigin() {
        keycloak.http()
                .header("Origin", "https://softphone.example.org")
                .queryParam("resource", "acct:101@acme.example.com")
                .get(PATH)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "*");
    }

    private ValidatableResponse webFinger(String resource) {
        return keycloak.http().queryParam("resource", resource).get(PATH).then();
    }
}
