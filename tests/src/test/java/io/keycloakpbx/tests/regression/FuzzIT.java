package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.ResourceDescription;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Malformed tokens, ids, bodies, content types and methods at every resource of the bundle, in a fixed order: never a
 * failure of the server, nothing secret in an answer, an event or the log, and no line of the log that a caller wrote.
 */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzIT {

    private static final long SEED = 20261126;
    private static final int ROUNDS = 10;
    private static final int SERVER_ERROR = 500;

    /** Sent as a password only. */
    private static final String SECRET = "Fuzz-s3cret-marker";

    private static final String FORGED = "FORGED-LINE";
    private static final String DOMAIN = "fuzz.test";

    /** Registered at the client of the sign-in API, so that more than the address is looked at. */
    private static final String CALLBACK = "https://fuzz.example.com/signed-in";

    private static final List<String> IDS = List.of(
            "00000000-0000-4000-8000-000000000000",
            "%00",
            "a%00b",
            "f:",
            "f::",
            "%EF%BF%BF",
            "%F0%9F%98%80",
            "..%5C..",
            "%25",
            "%2525zz",
            "a%20b",
            "%0a" + FORGED + "%0d%0a" + FORGED,
            "-1",
            "9".repeat(40),
            "x".repeat(600),
            "%27%3B--",
            "__%25_");

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FUZZ");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/x-www-form-urlencoded",
            "APPLICATION/X-WWW-FORM-URLENCODED; charset=x",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "nonsense",
            "/",
            "text/csv",
            "application/xml",
            "application/x-ndjson",
            "application/json; charset=nonsense");

    private static final List<byte[]> BODIES = List.of(
            bytes(""),
            bytes("{"),
            bytes("{}"),
            bytes("[]"),
            bytes("null"),
            bytes("{\"username\":\"101\",\"password\":\"" + SECRET + "\"}"),
            bytes("{\"username\":\"101\",\"password\":\"" + SECRET + "\",\"domain\":\"\\u0000\"}"),
            bytes("{\"id\":\"f:\",\"username\":\"x\",\"password\":\"" + SECRET + "\"}"),
            bytes("{\"id\":\"\\ud800\",\"username\":\"1\\u0000\",\"password\":\"" + SECRET),
            bytes("{\"name\":\"\\n" + FORGED + "\",\"extension\":\"\\u0000\",\"password\":\"" + SECRET + "\"}"),
            bytes("{\"token\":\"" + SECRET + "\",\"code\":\"1\",\"new_password\":\"" + SECRET + "\"}"),
            bytes("{\"domain\":\"" + DOMAIN + "\",\"callback_url\":\"" + CALLBACK
                    + "\",\"state\":\"\\u0000\",\"password\":\"" + SECRET + "\"}"),
            bytes("{\"refresh_token\":\"e30.e30.\"}"),
            bytes("{\"refresh_token\":\"bnVsbA.bnVsbA.\",\"password\":\"" + SECRET + "\"}"),
            bytes("{\"keyCode\":\"0\",\"keyHash\":\"" + SECRET + "\",\"purpose\":\"x\"}"),
            bytes("username=101&password=" + SECRET + "%"),
            bytes("password=" + SECRET + "%zz\n" + FORGED),
            bytes("&&&=="),
            bytes("--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + SECRET + "\r\n"),
            bytes("<user><password>" + SECRET + "</password>"),
            bytes("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Header><Security xmlns=\""
                    + "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">"
                    + "<UsernameToken><Username>\n" + FORGED + "</Username><Password>" + SECRET
                    + "</Password></UsernameToken></Security></e:Header><e:Body><RequestSecurityToken xmlns=\""
                    + "http://docs.oasis-open.org/ws-sx/ws-trust/200512\"><RequestType>"
                    + "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue</RequestType>"
                    + "<AppliesTo xmlns=\"http://schemas.xmlsoap.org/ws/2004/09/policy\"><EndpointReference xmlns=\""
                    + "http://www.w3.org/2005/08/addressing\"><Address>http://idibilling.com/webservices</Address>"
                    + "</EndpointReference></AppliesTo></RequestSecurityToken></e:Body></e:Envelope>"),
            bytes("server,extension\npbx,\"" + SECRET),
            bytes("{\"a\":".repeat(5_000)),
            new byte[] {(byte) 0xff, 0, (byte) 0xc3, '{', '}'});

    private final Keycloak keycloak;
    private final Wire wire;
    private Realm tenant;
    private ServerLog log;

    FuzzIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.wire = new Wire(keycloak.baseUrl());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @BeforeAll
    void createTenant() {
        tenant = keycloak.createTenant(DOMAIN);
        tenant.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.basicAuth", "true")
                .put("pbx.securityData", "true"));
        tenant.createUser("101", "Fuzz-other-pw-1!");
        String clients = tenant.adminPath("/clients");
        String id = keycloak.admin()
                .queryParam("clientId", "pbx-rest")
                .get(clients)
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        keycloak.admin()
                .body(Map.of("clientId", "pbx-rest", "redirectUris", List.of(CALLBACK)))
                .put(clients + "/" + id)
                .then()
                .statusCode(204);
        log = new ServerLog();
    }

    @Test
    void everyInstalledResourceIsOnTheList() {
        assertThat(Mounted.installed(keycloak, "realm-restapi-extension"))
                .containsExactlyInAnyOrderElementsOf(Mounted.REALM.keySet());
        assertThat(Mounted.installed(keycloak, "admin-realm-restapi-extension"))
                .containsExactlyInAnyOrderElementsOf(Mounted.ADMIN.keySet());
    }

    @Test
    void everyResourceIsDescribed() {
        assertThat(ResourceDescription.current().mounts())
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                Mounted.REALM.keySet().stream(),
                                Mounted.ADMIN.keySet().stream().map(id -> "/admin " + id),
                                Stream.of(".well-known/webfinger"))
                        .flatMap(ids -> ids)
                        .toList());
    }

    @Test
    void nothingThatComesInIsAFailureOfTheServer() {
        Random random = new Random(SEED);
        String admin = keycloak.adminToken();
        List<String> failures = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            // The API of the system level signs out whoever it is asked to.
            String system = keycloak.ownAdminToken();
            // With a token that is valid the resources themselves are asked, without one what comes before them.
            boolean authorized = round % 2 == 0;
            for (String path : Mounted.paths(tenant.name(), pick(random, IDS)).toList()) {
                String method = pick(random, METHODS);
                List<String> headers = new ArrayList<>();
                if (authorized) {
                    headers.addAll(List.of(
                            "Authorization", "Bearer " + (path.startsWith("/realms/master/api") ? system : admin)));
                } else {
                    for (String value : pick(random, AUTHORIZATIONS)) {
                        headers.addAll(List.of("Authorization", value));
                    }
                }
                if (random.nextInt(4) == 0) {
                    headers.addAll(List.of("DPoP", pick(random, TOKENS)));
                }
                headers.addAll(List.of("Content-Type", pick(random, TYPES)));
                byte[] body = pick(random, BODIES);
                check(failures, method, path, method.equals("GET") ? null : body, headers);
            }
        }
        assertThat(failures).isEmpty();
        assertNothingLeaked();
    }

    @Test
    void everyIdIsAskedForByAnAdministrator() {
        List<String> failures = new ArrayList<>();
        List<String> headers =
                List.of("Authorization", "Bearer " + keycloak.adminToken(), "Content-Type", "application/json");
        for (String id : IDS) {
            Mounted.paths(tenant.name(), id)
                    .filter(path -> path.startsWith("/admin/") && path.contains(id))
                    .forEach(path -> {
                        check(failures, "GET", path, null, headers);
                        check(failures, "DELETE", path, null, headers);
                        check(failures, "PUT", path, bytes("{\"name\":\"x\"}"), headers);
                    });
        }
        assertThat(failures).isEmpty();
        assertNothingLeaked();
    }

    @Test
    void everyIdIsAskedForAsARealm() {
        List<String> failures = new ArrayList<>();
        List<String> headers =
                List.of("Authorization", "Bearer " + keycloak.adminToken(), "Content-Type", "application/json");
        List<String> nobody = List.of("Content-Type", "application/json");
        for (String id : IDS) {
            Mounted.pathsOfNoRealm(id).forEach(path -> {
                check(failures, "GET", path, null, nobody);
                check(failures, "GET", path, null, headers);
            });
        }
        assertThat(failures).isEmpty();
        assertNothingLeaked();
    }

    @Test
    void everyIdIsAskedForAsAnIdentityProvider() {
        List<String> failures = new ArrayList<>();
        byte[] body = bytes("{\"domain\":\"" + DOMAIN + "\",\"callback_url\":\"" + CALLBACK + "\"}");
        for (String id : IDS) {
            for (String realm : List.of(tenant.name(), "master")) {
                String path = "/realms/" + realm + "/api/auth/sign_in/" + id;
                check(failures, "POST", path, body, List.of("Content-Type", "application/json"));
            }
        }
        assertThat(failures).isEmpty();
        assertNothingLeaked();
    }

    /** No client library sends these. */
    @Test
    void pathsThatAreNoneAreNoFailureOfTheServer() throws IOException {
        for (String path : List.of(
                "/realms/" + tenant.name() + "/api/%zz",
                "/realms/" + tenant.name() + "/api/%",
                "/realms/%ff/api/info",
                "/realms/%zz/security-keys",
                "/realms/%zz/account",
                "/admin/realms/%/tenants",
                "/admin/realms/" + tenant.name() + "/pbx-data/%c3")) {
            try (Socket socket =
                    new Socket(keycloak.baseUrl().getHost(), keycloak.baseUrl().getPort())) {
                socket.getOutputStream()
                        .write(bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(path).matches("(?s)HTTP/1.1 [1-4]\\d\\d .*");
            }
        }
    }

    private void check(List<String> failures, String method, String path, byte[] body, List<String> headers) {
        HttpResponse<String> answer = wire.send(method, path, body, headers);
        if (answer.statusCode() >= SERVER_ERROR && !isFaultOfSender(answer)
                || answer.body().contains(SECRET)) {
            failures.add(method + ' ' + path + ' ' + headers + ' '
                    + (body == null ? "" : new String(body, 0, Math.min(body.length, 100), StandardCharsets.UTF_8))
                    + " -> " + answer.statusCode() + ' ' + answer.body());
        }
    }

    /** SOAP says with a status of the server's what is wrong with a message. */
    private static boolean isFaultOfSender(HttpResponse<String> answer) {
        return answer.statusCode() == SERVER_ERROR
                && (answer.body().contains("<env:Code><env:Value>env:Sender</env:Value>")
                        || answer.body().contains("<faultcode>soap:Client</faultcode>"));
    }

    private void assertNothingLeaked() {
        String logged = log.logged();
        assertThat(logged).doesNotContain(SECRET);
        assertThat(logged.lines().filter(line -> line.startsWith(FORGED))).isEmpty();
        assertThat(tenant.events())
                .noneSatisfy(event -> assertThat(event.toString()).contains(SECRET));
        assertThat(tenant.adminEvents())
                .noneSatisfy(event -> assertThat(event.toString()).contains(SECRET));
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String token(String header, String claims) {
        return base64(header) + '.' + base64(claims) + ".AAAA";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
    }

    private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"x\"}";

    private static final List<String> TOKENS = List.of(
            "x",
            "..",
            "e30.e30.",
            "bnVsbA.bnVsbA.",
            "W10.W10.",
            token("{}", "{}"),
            token("{\"alg\":\"none\",\"kid\":\"x\"}", "{\"iss\":\"http://localhost/realms/master\"}"),
            token("{\"alg\":\"HS512\",\"kid\":\"x\"}", "{\"iss\":\"http://localhost/realms/master\"}"),
            token(HEADER, "{}"),
            token(HEADER, "{\"iss\":\"http://localhost/realms/%00\"}"),
            token(HEADER, "{\"iss\":\"http://localhost/realms/%ff\"}"),
            token(HEADER, "{\"iss\":\"http://localhost/realms/\\u0000\"}"),
            token(HEADER, "{\"iss\":\"http://localhost/realms/fuzz.test\",\"exp\":\"x\"}"),
            token("{\"alg\":\"RS256\",\"typ\":\"dpop+jwt\",\"jwk\":{\"kty\":\"RSA\"}}", "{}"),
            token("{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"x\",\"x\":\"%\"}}", "{}"));

    private static final List<List<String>> AUTHORIZATIONS = authorizations();

    private static List<List<String>> authorizations() {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of());
        for (String token : TOKENS) {
            all.add(List.of("Bearer " + token));
            all.add(List.of("DPoP " + token));
        }
        all.addAll(List.of(
                List.of("Bearer"),
                List.of("Bearer  "),
                List.of("Bearer a b"),
                List.of("Bearer x", "Bearer x"),
                List.of("Basic"),
                List.of("Basic !!!"),
                List.of("Basic " + Base64.getEncoder().encodeToString(bytes("101:" + SECRET))),
                List.of("Basic " + Base64.getEncoder().encodeToString(bytes("f::x:" + SECRET))),
                List.of("Basic gIA6gA=="),
                List.of("WRAP access_token=\"e30.e30.\""),
                List.of("WRAP access_token=\"" + SECRET + "\""),
                List.of("Digest username=\"101\"")));
        return all;
    }
}
