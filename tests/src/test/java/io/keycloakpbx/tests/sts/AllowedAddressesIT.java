package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.FAILED;
import static io.keycloakpbx.tests.sts.SwtApi.body;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static io.keycloakpbx.tests.sts.TokenTenant.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Relay;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The addresses that a realm lists, of which its security tokens and access tokens are held to. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class AllowedAddressesIT {

    private static final String CLIENT = "pbx-rest";
    private static final String ORIGIN = "https://crm.example.com";
    private static final String LISTED = "127.0.0.1";
    private static final String UNLISTED = "127.0.0.2";

    /** Whom the list binds. */
    private static final String BOUND = "101";

    /** Whom it does not. */
    private static final String EXEMPT = "102";

    /** Whom it binds, and who may do nothing. */
    private static final String POWERLESS = "103";

    private final Keycloak operator;
    private final Realm realm;
    private final TokenTenant tenant;
    private final Relay relay;
    private final Keycloak keycloak;
    private final SwtApi api;

    AllowedAddressesIT(Keycloak keycloak, Realm realm) {
        this.operator = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.of(keycloak, realm);
        this.relay = new Relay(keycloak);
        this.keycloak = relay.keycloak();
        this.api = new SwtApi(this.keycloak, realm);
    }

    @BeforeAll
    void prepare() {
        tenant.changeClient(
                CLIENT, client -> client.withArrayProperty("webOrigins").add(ORIGIN));
        tenant.createUser(BOUND, "view-realm");
        String path = realm.adminPath("/users/" + tenant.createUser(EXEMPT, "view-realm"));
        tenant.createUser(POWERLESS);
        ObjectNode exempt = operator.admin().get(path).as(ObjectNode.class);
        exempt.putObject("attributes").putArray("pbx.bypassIpAllowList").add("true");
        operator.admin().body(exempt).put(path).then().statusCode(204);
    }

    @BeforeEach
    void here() {
        list("192.0.2.0/24, " + LISTED);
        relay.from(LISTED);
        tenant.clientAttribute(CLIENT, "pbx.swt", null);
    }

    @AfterAll
    void close() {
        relay.close();
    }

    private void list(String addresses) {
        realm.update(settings -> settings.withObjectProperty("attributes")
                .put("pbx.enableIpAllowList", "true")
                .put("pbx.ipAllowList", addresses));
    }

    @Test
    void simpleWebTokensAreTakenAtListedAddresses() {
        tenant.clientAttribute(CLIENT, "pbx.swt", "true");
        String token = api.token(BOUND);
        String free = api.token(EXEMPT);
        api.read(token).then().statusCode(200);
        relay.from(UNLISTED);
        api.read(token).then().statusCode(401);
        api.read(free).then().statusCode(200);
    }

    @Test
    void signInsFromElsewhereFailAsWithAWrongPassword() {
        relay.from(UNLISTED);
        realm.clearEvents();
        requireFailed(api.login(body(BOUND)));
        assertThat(realm.events()).hasSize(1).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("LOGIN_ERROR");
            assertThat(event.error()).isEqualTo("invalid_user_credentials");
            assertThat(event.details()).containsEntry("reason", "address_not_allowed");
        });
        api.token(EXEMPT);
        // Who is not held to the list is not to be told from who is.
        realm.clearEvents();
        for (String username : List.of(BOUND, EXEMPT, "nobody")) {
            requireFailed(api.login(
                    Map.of("Origin", ORIGIN),
                    Map.of("primary", credentials(username, "wrong"), "environment", TokenTenant.ENVIRONMENT)));
        }
        assertThat(realm.events()).hasSize(3).allSatisfy(event -> assertThat(event.error())
                .isIn("invalid_user_credentials", "user_not_found"));
        // No header moves a client.
        requireFailed(api.login(Map.of("X-Forwarded-For", LISTED), body(BOUND)));
    }

    @Test
    void anEmptyListHasNobody() {
        api.token(BOUND);
        list("");
        requireFailed(api.login(body(BOUND)));
        api.token(EXEMPT);
    }

    private static void requireFailed(Response answer) {
        assertThat(answer.asString()).isEqualTo(FAILED);
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    /** What an answer says, whatever it is to. */
    private record Answer(int status, String challenge, String body) {

        static Answer of(Response response) {
            return new Answer(response.statusCode(), response.header("WWW-Authenticate"), response.asString());
        }
    }

    /** Whatever they are called in the request. Who may do nothing is not told so from there. */
    @Test
    void accessTokensAreTakenAtListedAddresses() {
        // The issuer is the address at which a token is asked for.
        Realm here = keycloak.realm(realm.name());
        String bound = here.userToken(BOUND, PASSWORD);
        String exempt = here.userToken(EXEMPT, PASSWORD);
        String powerless = here.userToken(POWERLESS, PASSWORD);
        List<Answer> toNobody = ask(SwtApi.altered(bound));
        assertThat(toNobody).extracting(Answer::status).containsExactly(401, 401, 401, 401);
        assertThat(ask(bound)).extracting(Answer::status).containsExactly(200, 200, 403, 403);
        assertThat(ask(exempt)).extracting(Answer::status).containsExactly(200, 200, 403, 403);
        assertThat(ask(powerless)).extracting(Answer::status).containsExactly(403, 403, 403, 403);

        relay.from(UNLISTED);

        assertThat(ask(bound)).isEqualTo(toNobody);
        assertThat(ask(powerless)).isEqualTo(toNobody);
        assertThat(ask(exempt)).extracting(Answer::status).containsExactly(200, 200, 403, 403);
    }

    /** Reads security data, and sends a command that none of them has the right to; each by both schemes. */
    private List<Answer> ask(String token) {
        List<String> schemes = List.of("Bearer " + token, "WRAP access_token=\"" + token + '"');
        return Stream.concat(
                        schemes.stream().map(scheme -> keycloak.http()
                                .header("Authorization", scheme)
                                .get(realm.adminPath("/securitydata/Environment"))),
                        schemes.stream().map(scheme -> keycloak.http()
                                .header("Authorization", scheme)
                                .header("Content-Type", "application/json; action=CreateEnvironment")
                                .body("{\"Request\":{\"Name\":\"Elsewhere\"}}")
                                .post(realm.path("/securityservice/1x/" + TokenTenant.ENVIRONMENT))))
                .map(Answer::of)
                .toList();
    }
}
