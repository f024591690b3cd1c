package io.keycloakpbx.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of Prisma SD-WAN, as far as operators go. */
final class OperatorApi {

    static final String PASSWORD = "Operator-pw-1!";

    static final Map<String, Object> LOGIN_FAILED =
            errors("LOGIN_FAILED", "Login failed: wrong email or password, or no login is possible now");

    private static final Pattern KEY = Pattern.compile("[?&]key=([^&\\s]+)");
    static final Duration WAIT = Duration.ofSeconds(20);

    private final Keycloak keycloak;
    private final Realm tenant;
    private final String tenantId;

    OperatorApi(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.tenantId = keycloak.admin().get(tenant.adminPath("")).path("attributes.'pbx.tenantId'");
    }

    String tenantId() {
        return tenantId;
    }

    /** A path of the tenant's, for administrators. */
    String path(String rest) {
        return tenant.adminPath("/v2.0/api/tenants/" + tenantId + rest);
    }

    /** A path for those who are not signed in. */
    String open(String rest) {
        return tenant.path("/v2.0/api" + rest);
    }

    /** What a sign-up needs at least. */
    static Map<String, Object> body(String email) {
        Map<String, Object> body = new HashMap<>();
        body.put("email", email);
        body.put("first_name", "Olga");
        body.put("password", PASSWORD);
        body.put("repeatPassword", PASSWORD);
        body.put("roles", List.of(Map.of("name", "tenant_viewonly")));
        return body;
    }

    static Map<String, Object> body(String email, String member, Object value) {
        Map<String, Object> body = body(email);
        body.put(member, value);
        return body;
    }

    Response signUp(Map<String, Object> body) {
        return keycloak.admin().body(body).post(path("/signup"));
    }

    Response signUp(String token, Map<String, Object> body) {
        return keycloak.http(token).contentType(ContentType.JSON).body(body).post(path("/signup"));
    }

    /** Signs up with what is needed at least, and gives the id. */
    String signedUp(String email) {
        return signUp(body(email)).then().statusCode(200).extract().path("id");
    }

    Response get(String id) {
        return keycloak.admin().get(path("/operators/" + id));
    }

    Response put(String id, Map<String, Object> body) {
        return keycloak.admin().body(body).put(path("/operators/" + id));
    }

    Response login(String email, String password) {
        return keycloak.http()
                .body(Map.of("email", email, "password", password))
                .post(open("/login"));
    }

    /** Presents the token of a mail, with a password. */
    Response byMail(String path, String token, String password) {
        return byMail(keycloak, path, token, password);
    }

    /** Presents the token of a mail to the server as it is seen by somebody else. */
    Response byMail(Keycloak seen, String path, String token, String password) {
        return seen.http()
                // The link in the mail is the server's own.
                .header("Host", keycloak.baseUrl().getAuthority())
                .body(Map.of("token", token, "password", password, "repeatPassword", password))
                .post(open(path));
    }

    /** Signs up, and verifies: the id. */
    String verified(Mailbox mailbox, String email) throws InterruptedException {
        String id = signedUp(email);
        byMail("/accounts/verify", token(mailbox, email, 1), PASSWORD).then().statusCode(200);
        return id;
    }

    /** Asks for the mail with which a forgotten password is replaced. */
    void forgot(String email) {
        keycloak.http()
                .body(Map.of("email", email))
                .post(open("/tenants/" + tenantId + "/login/password/forgot"))
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of()));
    }

    /** The token in the newest mail to an address, when there are so many. */
    static String token(Mailbox mailbox, String email, int mails) throws InterruptedException {
        Instant end = Instant.now().plus(WAIT);
        while (mailbox.to(email).size() < mails && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        assertThat(mailbox.to(email)).hasSize(mails);
        Matcher key = KEY.matcher(mailbox.link(email));
        assertThat(key.find()).isTrue();
        return URLDecoder.decode(key.group(1), StandardCharsets.UTF_8);
    }

    /** The answer of a refusal. */
    static Map<String, Object> errors(String... codesAndMessages) {
        List<Map<String, String>> items = new ArrayList<>();
        for (int i = 0; i < codesAndMessages.length; i += 2) {
            items.add(Map.of("code", codesAndMessages[i], "message", codesAndMessages[i + 1]));
        }
        return Map.of("_error", items);
    }
}
