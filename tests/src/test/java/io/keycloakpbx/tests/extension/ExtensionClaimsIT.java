package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users' own tokens say of their extensions, and what users can read of them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionClaimsIT {

    private final Keycloak keycloak;
    private final Pbx pbx;
    private final Realm other;

    ExtensionClaimsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
        this.other = keycloak.tenant();
    }

    @Test
    void aUserWithoutExtensionsHasNoClaims() {
        pbx.realm().createUser("none", "Nobody-pw-1!");
        JsonNode claims = Pbx.claims(pbx.token("none", "Nobody-pw-1!"));
        assertThat(claims.has("extension")).isFalse();
        assertThat(claims.has("extensions")).isFalse();
        assertThat(claims.path("sip_domain").asText()).isEqualTo(pbx.realm().name());
        pbx.as("none", "Nobody-pw-1!")
                .get(pbx.realm().path("/extensions/me"))
                .then()
                .statusCode(200)
                .body("", hasSize(0));
    }

    @Test
    void theOnlyExtensionIsTheExtension() {
        own("single", "101");
        JsonNode claims = Pbx.claims(pbx.token("single", "Owner-pw-1!"));
        assertThat(claims.path("extension").isTextual()).isTrue();
        assertThat(claims.path("extension").asText()).isEqualTo("101");
        assertThat(claims.path("extensions")).hasSize(1);
        assertThat(claims.at("/extensions/0/extension").asText()).isEqualTo("101");
        assertThat(claims.at("/extensions/0/server").asText()).isEqualTo("pbx");
    }

    @Test
    void ofSeveralTheDefaultIsTheExtension() {
        String user = own("several", "202");
        String first = pbx.createExtension("201");
        pbx.assign(first, user, "several").then().statusCode(200);
        JsonNode claims = Pbx.claims(pbx.token("several", "Owner-pw-1!"));
        assertThat(claims.has("extension")).isFalse();
        assertThat(claims.path("extensions").findValuesAsText("extension")).containsExactly("201", "202");

        keycloak.admin().body(Map.of()).post(pbx.defaultUser(first)).then().statusCode(200);
        assertThat(Pbx.claims(pbx.token("several", "Owner-pw-1!"))
                        .path("extension")
                        .asText())
                .isEqualTo("201");
        pbx.as("several", "Owner-pw-1!")
                .get(pbx.realm().path("/extensions/me"))
                .then()
                .statusCode(200)
                .body("extension", contains("201", "202"))
                .body("default", contains(true, false))
                .body("serverName", contains("pbx", "pbx"))
                .body("[0].id", equalTo(first))
                .body("[0].serverId", equalTo(pbx.server()));
    }

    @Test
    void userinfoSaysTheSame() {
        own("informed", "301");
        pbx.as("informed", "Owner-pw-1!")
                .get(pbx.realm().path("/protocol/openid-connect/userinfo"))
                .then()
                .statusCode(200)
                .body("extension", equalTo("301"))
                .body("extensions.extension", contains("301"));
    }

    @Test
    void onlyClientsWithTheScopeGetTheClaims() {
        own("scoped", "401");
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "no-pbx",
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "defaultClientScopes",
                        List.of("basic", "profile"),
                        "optionalClientScopes",
                        List.of("pbx")))
                .post(pbx.realm().adminPath("/clients"))
                .then()
                .statusCode(201);
        JsonNode claims = Pbx.claims(pbx.realm().token("no-pbx", "scoped", "Owner-pw-1!"));
        assertThat(claims.has("extension")).isFalse();
        assertThat(claims.has("extensions")).isFalse();
        String asked = pbx.realm()
                .tokenRequest(
                        "grant_type", "password",
                        "client_id", "no-pbx",
                        "username", "scoped",
                        "password", "Owner-pw-1!",
                        "scope", "openid pbx")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
        assertThat(Pbx.claims(asked).path("extension").asText()).isEqualTo("401");
    }

    @Test
    void afterATheftTheNextRefreshTellsIt() {
        own("victim", "501");
        String thief = pbx.realm().createUser("thief", "Thief-pw-1!");
        Response tokens = pbx.signIn("victim", "Owner-pw-1!");
        String extension = tokens.then().statusCode(200).extract().path("access_token");
        assertThat(Pbx.claims(extension).path("extension").asText()).isEqualTo("501");
        steal("501", thief, "thief");
        String refreshed = refresh(tokens).then().statusCode(200).extract().path("access_token");
        assertThat(Pbx.claims(refreshed).has("extension")).isFalse();
        assertThat(Pbx.claims(refreshed).has("extensions")).isFalse();
        assertThat(Pbx.claims(pbx.token("thief", "Thief-pw-1!"))
                        .path("extension")
                        .asText())
                .isEqualTo("501");
    }

    /** Whichever way it is taken. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRealmCanEndTheFormerOwnersSessions(boolean knowing) {
        String number = knowing ? "602" : "601";
        String loser = own("loser" + number, number);
        String winner = pbx.realm().createUser("winner" + number, "Winner-pw-1!");
        Response tokens = pbx.signIn("loser" + number, "Owner-pw-1!");
        Response winners = pbx.signIn("winner" + number, "Winner-pw-1!");
        pbx.realm().attribute("pbx.revokeOnSteal", "true");
        try {
            if (knowing) {
                keycloak.admin()
                        .body(Map.of("userId", winner, "expectedOwner", loser))
                        .put(pbx.owner(id(number)))
                        .then()
                        .statusCode(204);
            } else {
                steal(number, winner, "winner" + number);
            }
        } finally {
            pbx.realm().attribute("pbx.revokeOnSteal", null);
        }
        refresh(tokens).then().statusCode(400);
        keycloak.http(tokens.then().extract().<String>path("access_token"))
                .get(pbx.realm().path("/extensions/me"))
                .then()
                .statusCode(401);
        refresh(winners).then().statusCode(200);
    }

    @Test
    void ownExtensionsNeedATokenOfThisRealm() {
        own("local", "701");
        String path = pbx.realm().path("/extensions/me");
        keycloak.http().get(path).then().statusCode(401);
        keycloak.http("x.y.z").get(path).then().statusCode(401);
        keycloak.http(keycloak.adminToken()).get(path).then().statusCode(401);
        other.createUser("foreign", "Foreign-pw-1!");
        keycloak.http(other.userToken("foreign", "Foreign-pw-1!"))
                .get(path)
                .then()
                .statusCode(401);
    }

    @Test
    void ofASuspendedTenantNothingIsRead() {
        other.createUser("late", "Late-pw-12!");
        String token = other.userToken("late", "Late-pw-12!");
        other.update(realm -> realm.put("enabled", false));
        try {
            keycloak.http(token).get(other.path("/extensions/me")).then().statusCode(403);
        } finally {
            other.update(realm -> realm.put("enabled", true));
        }
    }

    private String own(String username, String number) {
        String user = pbx.realm().createUser(username, "Owner-pw-1!");
        pbx.assign(pbx.createExtension(number), user, username).then().statusCode(200);
        return user;
    }

    private void steal(String number, String userId, String username) {
        pbx.assign(id(number), userId, username).then().statusCode(200);
    }

    private String id(String number) {
        return keycloak.admin()
                .queryParam("search", number)
                .get(pbx.extensions())
                .then()
                .extract()
                .path("[0].id");
    }

    private Response refresh(Response tokens) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.then().extract().<String>path("refresh_token")))
                .post(pbx.realm().path("/api/auth/refresh_token"));
    }
}
