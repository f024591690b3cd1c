package io.keycloakpbx.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.tests.securitydata.Awaited;
import io.keycloakpbx.tests.securitykey.SecurityKeys;
import io.keycloakpbx.tests.sts.TokenTenant;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of one server on a database of its own, from beginning to end: it runs, is killed while it has work, its database
 * is changed and imported into while it does not run, it comes back, and a tenant of it moves to the shared server. Each
 * test needs those before it.
 */
@OnKeycloak
@Order(Schedule.EARLY)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifeCycleIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final String PASSWORD = RealmFiles.PASSWORD;

    private static final List<String> RESTRICTIONS = List.of(
            "pbx.allowedAddresses",
            "pbx.sessionAddressLock",
            "pbx.activationDate",
            "pbx.expirationDate",
            "pbx.canChangePassword",
            "pbx.bypassIpAllowList");

    /** Nothing else of this test comes from there. */
    private static final String PROXY = "127.0.0.2";

    private static final int SWEPT = 70;
    private static final int KEYS = 200;
    private static final int CALLERS = 8;
    private static final int ANSWERS_BEFORE_KILL = 60;
    private static final int TENANTS_IN_WORK = 4;
    private static final int TENANTS_BEFORE_KILL = 1;
    private static final int UNCLAIMED = 66_000;
    private static final String ANSWER = "Bucephalus";

    private final Keycloak shared;
    private final ObjectMapper json = new ObjectMapper();

    private Path directory;
    private CommandLine commandLine;
    private Database database;
    private Tables tables;
    private RealmFiles files;
    private KeycloakServer server;
    private Keycloak keycloak;
    private Realm tenant;
    private Map<String, Object> moving;
    private Path exported;
    private String code;
    private FileTime built;

    private final List<Map<String, String>> keys = new ArrayList<>();
    private final Set<String> answeredKeys = ConcurrentHashMap.newKeySet();
    private final List<String> begunTenants = IntStream.range(0, TENANTS_IN_WORK)
            .mapToObj(i -> "killed" + i + ".example.test")
            .toList();
    private Map<String, String> storedKey;
    private final AtomicInteger answeredSignIns = new AtomicInteger();

    LifeCycleIT(Keycloak shared) {
        this.shared = shared;
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        commandLine = new CommandLine(shared.distribution().home(), directory);
        database = Settings.DATABASE.openScratch(directory.resolve("database"));
        tables = new Tables(database);
        files = new RealmFiles(directory);
        server = KeycloakServer.on(shared.distribution(), database)
                .startTimeout(Settings.START_TIMEOUT)
                .log(Settings.directory().resolve("life-cycle.log"))
                .environment(CommandLine.QUICK_START.getKey(), CommandLine.QUICK_START.getValue())
                .option("spi-pbx-security-key--jpa--expiration-task-interval-seconds", "1")
                .option("spi-pbx-security-key--jpa--expiration-task-max-removal", "20")
                .option("spi-pbx-security-key--jpa--lookup-key", "a-lookup-key-that-is-long-enough-for-the-rule")
                .option("spi-events-listener--pbx-activity--reconcile-seconds", "2")
                .option("proxy-headers", "xforwarded")
                .option("proxy-trusted-addresses", PROXY)
                // Too few for its tenants.
                .option("cache-embedded-realms-max-count", "100")
                .start();
        keycloak = new Keycloak(new Borrowed(server));
        tenant = keycloak.createTenant("first.example.test", "alias.first.example.test");
        keycloak.createTenant("second.example.test");
        keycloak.admin()
                .body(List.of(keycloak.realm("second.example.test").role("Admin")))
                .post(scopeOfApps("second.example.test"))
                .then()
                .statusCode(204);
        keycloak.createTenant("left.example.test");
        keycloak.createTenant("right.example.test");
        makeMovingTenant();
        moving = tenant(keycloak, "moves.example.test").extract().path("");
        exported = directory.resolve("moved.json");
        built = built();
    }

    private FileTime built() throws IOException {
        return Files.getLastModifiedTime(shared.distribution().home().resolve("lib/quarkus/generated-bytecode.jar"));
    }

    /** The realm roles that tokens of the tenant's apps may have. */
    private String scopeOfApps(String realm) {
        return "/admin/realms/" + realm + "/clients/" + clientId(realm, "pbx-app") + "/scope-mappings/realm";
    }

    private String clientId(String realm, String client) {
        return keycloak.admin()
                .queryParam("clientId", client)
                .get("/admin/realms/" + realm + "/clients")
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    /** Its realm's name has to be escaped in addresses and on command lines. */
    private void makeMovingTenant() {
        keycloak.admin()
                .body(Map.of(
                        "realm",
                        "Moves East",
                        "name",
                        "Branch east",
                        "sipDomain",
                        "moves.example.test",
                        "sipDomainAliases",
                        List.of("alias.moves.example.test")))
                .post(TENANTS)
                .then()
                .statusCode(201);
        Realm moves = keycloak.realm("Moves East");
        keycloak.admin()
                .body(RealmFiles.user("101").toString())
                .post(moves.adminPath("/users"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(List.of(moves.role("QueueManager")))
                .post(moves.adminPath("/users/" + moves.userId("101") + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        keycloak.http(keycloak.adminToken())
                .contentType("text/csv; charset=UTF-8")
                .body("server,extension,managingUser,default\npbx,101,101,true\npbx,102,,\n")
                .post(moves.adminPath("/pbx-data"))
                .then()
                .statusCode(200);
        proveOtherwise(moves);
    }

    /** By what a user is known besides the password. */
    private void proveOtherwise(Realm moves) {
        moves.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.securityData", "true")
                .put("pbx.securityQuestions", "1"));
        moves.make(
                "/components",
                Map.of(
                        "name",
                        "Your first horse?",
                        "providerId",
                        "security-question",
                        "providerType",
                        "io.keycloakpbx.securitydata.SecurityDataItemProvider"));
        int question = securityData(moves, "/SecurityQuestion").path("value[0].SecurityQuestionID");
        int user = securityData(moves, "/User?$filter=UserName eq '101'").path("value[0].UserID");
        command(
                moves,
                "ModifyUser",
                Map.of(
                        "UserID",
                        user,
                        "SecurityQuestions",
                        List.of(Map.of("SecurityQuestionID", question, "Answer", ANSWER))));
        code = command(moves, "CreateAuthorizationCode", Map.of("UserName", "101", "Lifespan", 600))
                .path("Result.AuthorizationCode.Code")
                .toString();
    }

    private Response securityData(Realm realm, String set) {
        return keycloak.admin().get(realm.adminPath("/securitydata" + set));
    }

    private Response command(Realm realm, String operation, Map<String, Object> request) {
        Response answer =
                keycloak.admin().body(Map.of("Request", request)).post(realm.path("/securityservice/" + operation));
        assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(200);
        return answer;
    }

    @AfterAll
    void stop() {
        try (Database openDatabase = database;
                KeycloakServer openServer = server) {
            assertThat(openDatabase).isNotNull();
            assertThat(openServer).isNotNull();
        }
    }

    @Test
    @Order(1)
    void expiredKeysAreSweptInBatches() throws InterruptedException {
        String token = token();
        for (int i = 0; i < SWEPT; i++) {
            issue(token, Map.of("lifeSpan", 1, "purpose", "swept", "value", "the value " + i));
        }
        Pattern expired = Pattern.compile("pbx_security_keys_total\\{[^}]*outcome=\"expired\"[^}]*\\} ([0-9]+)");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int swept = 0;
        while (swept < SWEPT && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(200);
            Matcher metric = expired.matcher(RestAssured.given()
                    .baseUri(keycloak.managementUrl().toString())
                    .get("/metrics")
                    .asString());
            swept = metric.find() ? Integer.parseInt(metric.group(1)) : 0;
        }
        assertThat(swept).isEqualTo(SWEPT);
    }

    /** What Keycloak believes is where a user is: for the allowed addresses and for the session address lock. */
    @Test
    @Order(1)
    void aTrustedProxyAloneSaysWhereAUserIs() {
        // Private ones, which Keycloak lets use plain HTTP.
        String home = "10.1.0.7";
        String neighbour = "10.1.0.8";
        String abroad = "10.2.0.7";
        String notAllowed = "The user may not sign in from this address";
        String moved = "The session began at another address; sign in again";
        restricted("711", "10.1.0.0/16");
        restricted("712", "127.0.0.1");
        try (Relay relay = new Relay(keycloak)) {
            relay.from(PROXY);
            String token = granted(at(relay, home, password("711")), home);
            refused(at(relay, neighbour, refresh(token)), moved);
            refused(at(relay, abroad, refresh(token)), notAllowed);
            refused(at(relay, abroad, password("711")), "Invalid user credentials");
            at(relay, home, refresh(token)).statusCode(200);
            // Of a list the first address counts: a proxy sets the header, and does not add to what a client sends.
            refused(at(relay, abroad + ", " + home, refresh(token)), notAllowed);

            relay.from("127.0.0.1");
            refused(at(relay, home, refresh(token)), notAllowed);
            refused(at(relay, home, password("711")), "Invalid user credentials");
            String direct = granted(at(relay, home, password("712")), "127.0.0.1");
            at(relay, neighbour, refresh(direct)).statusCode(200);
        }
    }

    /** For the addresses that a realm lists, too. */
    @Test
    @Order(1)
    void aTrustedProxyAloneSaysWhereSecurityTokensAreSentFrom() {
        Realm listing = keycloak.createTenant("listing.example.com");
        TokenTenant tokens = TokenTenant.of(keycloak, listing);
        tokens.createUser("713");
        listing.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.enableIpAllowList", "true")
                .put("pbx.ipAllowList", "10.1.0.0/16"));
        try (Relay relay = new Relay(keycloak)) {
            relay.from(PROXY);
            tokenAt(relay, listing, "10.1.0.7").statusCode(200);
            tokenAt(relay, listing, "10.2.0.7").statusCode(401);
            relay.from("127.0.0.1");
            tokenAt(relay, listing, "10.1.0.7").statusCode(401);
        }
    }

    private static ValidatableResponse tokenAt(Relay relay, Realm realm, String address) {
        return relay.keycloak()
                .http()
                .header("X-Forwarded-For", address)
                .contentType(ContentType.JSON)
                .body(Map.of("primary", Map.of("username", "713", "password", TokenTenant.PASSWORD)))
                .post(realm.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT + "/api/login"))
                .then();
    }

    /** A user who may sign in from there only, and stays at one address. */
    private void restricted(String username, String network) {
        String path = tenant.adminPath("/users/" + tenant.createUser(username, PASSWORD));
        ObjectNode user = keycloak.admin().get(path).as(ObjectNode.class);
        ObjectNode attributes = user.putObject("attributes");
        attributes.putArray("pbx.allowedAddresses").add(network);
        attributes.putArray("pbx.sessionAddressLock").add("true");
        keycloak.admin().body(user).put(path).then().statusCode(204);
    }

    private static Map<String, String> password(String username) {
        return Map.of("grant_type", "password", "username", username, "password", PASSWORD);
    }

    private static Map<String, String> refresh(String token) {
        return Map.of("grant_type", "refresh_token", "refresh_token", token);
    }

    /** Tokens for a client that somebody says to be at an address. */
    private ValidatableResponse at(Relay relay, String address, Map<String, String> grant) {
        return relay.keycloak()
                .http()
                .header("X-Forwarded-For", address)
                .formParams(grant)
                .formParam("client_id", "pbx-rest")
                .formParam("client_secret", tenant.clientSecret("pbx-rest"))
                .post(tenant.path("/protocol/openid-connect/token"))
                .then();
    }

    /** The refresh token of a sign-in that is on record with the address. */
    private String granted(ValidatableResponse tokens, String address) {
        String token = tokens.statusCode(200).extract().path("refresh_token");
        assertThat(tenant.events().get(0)).returns("LOGIN", Realm.Event::type).returns(address, Realm.Event::ipAddress);
        return token;
    }

    private static void refused(ValidatableResponse tokens, String words) {
        tokens.body("error", equalTo("invalid_grant")).body("error_description", equalTo(words));
    }

    @Test
    @Order(2)
    void isKilledAtWork() throws Exception {
        String token = token();
        for (int i = 0; i < KEYS; i++) {
            keys.add(issue(token, Map.of("lifeSpan", 3600, "purpose", "crash", "value", "the value " + i)));
        }
        storedKey = issue(token, Map.of("lifeSpan", 3600, "purpose", "stored", "value", "the value"));
        tenant.createUser("701", "Stored-701!");
        Map<String, String> action =
                issue(token, Map.of("lifeSpan", 3600, "purpose", "stored action", "value", "701", "action", "SIGN_IN"));
        String userId = tenant.userId("701");
        tenant.attribute("pbx.securityData", "true");
        tenant.createUser("702", PASSWORD);
        tenant.clientSecret("pbx-rest");

        killAtWork(token);

        assertThat(server.isAlive()).isFalse();
        assertThat(answeredKeys.size()).isBetween(ANSWERS_BEFORE_KILL, KEYS - 1);
        assertThat(answeredSignIns).hasPositiveValue();
        String rows = tables.rows("PBX_SECURITY_KEY");
        assertThat(rows).contains("stored", "stored action", "SIGN_IN", "pbx-integration");
        assertThat(rows)
                .as("nothing that opens a key or shows a value")
                .doesNotContain("the value", userId)
                .doesNotContain(storedKey.get("keyCode"), storedKey.get("keyHash"))
                .doesNotContain(action.get("keyCode"), action.get("keyHash"));
    }

    @Test
    @Order(3)
    void imports() throws Exception {
        // The attributes are the truth, also when they change behind the server's back.
        tables.attribute("first.example.test", "pbx.sipDomain", "moved.example.test");
        tables.attribute("second.example.test", "pbx.sipDomain", "alias.first.example.test");
        // Each has what the other had: whichever is looked at first, the domain must be free.
        tables.attribute("left.example.test", "pbx.sipDomain", "right.example.test");
        tables.attribute("right.example.test", "pbx.sipDomain", "left.example.test");

        // Users in files of their own, as kc.sh export --users different_files writes them.
        Path split = Files.createDirectory(directory.resolve("split"));
        ObjectNode realm = RealmFiles.realm("baddirectory", "split.example.test");
        Files.writeString(split.resolve("baddirectory-realm.json"), realm.toString());
        ObjectNode users = json.createObjectNode().put("realm", "baddirectory");
        users.putArray("users").add(RealmFiles.user("101")).add(RealmFiles.user("mary smith"));
        Files.writeString(split.resolve("baddirectory-users-0.json"), users.toString());
        assertThat(commandLine.kc(database, "import", "--dir", split.toString()).failed())
                .contains("1 user name of realm baddirectory break the PBX user name rules: \"mary smith\"");

        Path good = files.write("good", "good.example.test", "101");
        assertThat(commandLine
                        .script("import.sh", database, "--file", good.toString())
                        .succeeded())
                .contains("Realm 'good' imported");
    }

    @Test
    @Order(4)
    void exports() throws Exception {
        commandLine
                .script("export.sh", database, "--realm", (String) moving.get("realm"), "--file", exported.toString())
                .succeeded();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(exported)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**moved.json?*");
        assertThat(Files.readString(exported))
                .contains("pbx-security-answer")
                .doesNotContainIgnoringCase(ANSWER)
                .doesNotContain(code);
    }

    @Test
    @Order(4)
    void doNotBuildByThemselves() throws Exception {
        assertThat(built()).as("what the server runs from").isEqualTo(built);
        CommandLine unbuilt = new CommandLine(unbuilt(), directory);
        Path file = directory.resolve("unbuilt.json");
        assertThat(unbuilt.script("export.sh", database, "--realm", "first.example.test", "--file", file.toString())
                        .failed())
                .contains("export.sh: nothing was built in ")
                .contains("/bin/kc.sh build with the server's options");
        assertThat(directory).isDirectoryNotContaining("glob:**unbuilt.json*");
    }

    /** The same Keycloak as it was unpacked. */
    private Path unbuilt() throws IOException {
        Path home = shared.distribution().home();
        Path unbuilt = directory.resolve("unbuilt");
        Files.createDirectories(unbuilt.resolve("bin"));
        Files.createDirectories(unbuilt.resolve("lib/quarkus"));
        // Java follows a link to the jar back to the Keycloak that was built.
        for (String own : List.of("bin/kc.sh", "lib/quarkus-run.jar")) {
            Files.copy(home.resolve(own), unbuilt.resolve(own), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String same : List.of("conf", "providers", "lib/app", "lib/lib")) {
            Files.createSymbolicLink(unbuilt.resolve(same), home.resolve(same));
        }
        try (FileSystem archive = FileSystems.newFileSystem(Settings.CHECKOUT.archive(Settings.KEYCLOAK))) {
            Path packed = archive.getPath("keycloak-" + Settings.KEYCLOAK, "lib/quarkus");
            try (Stream<Path> files = Files.list(packed)) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            unbuilt.resolve("lib/quarkus")
                                    .resolve(file.getFileName().toString()));
                }
            }
        }
        return unbuilt;
    }

    /** By the server's own health check, which another build would not have. */
    @Test
    @Order(5)
    void comesBackWithWholeTenants() throws Exception {
        // As a tenant of an earlier version: its administrators may do nothing. The scripts before would have mended
        // that.
        tables.emptyRole("second.example.test", "Admin");
        // And nothing holds its users' sessions to addresses.
        tables.attribute("second.example.test", "client-policies.policies", "{\"policies\":[]}");
        // Nor where a part of that is lost.
        tables.attribute("left.example.test", "client-policies.profiles", "{\"profiles\":[]}");
        tables.userProfile("right.example.test", profile -> profile.withArrayProperty("attributes")
                .removeIf(attribute ->
                        RESTRICTIONS.contains(attribute.path("name").asText())));
        // And all of them are migrated, as those of a Keycloak before 26.7.
        tables.modelBefore267();
        // And the index has more domains that no tenant claims than a statement of PostgreSQL has parameters.
        tables.unclaimedDomains("good", UNCLAIMED);
        server.restart();

        whole(begunTenants);
        assertThat(Files.readString(server.log())).contains("migrated realm second.example.test to 26.7.0");
        assertThat(tables.migratedTo()).contains("26.6.4", Settings.KEYCLOAK);
        keycloak.admin()
                .get(
                        "/admin/realms/second.example.test/clients/{id}/roles/view-organizations/composites",
                        clientId("second.example.test", "realm-management"))
                .then()
                .statusCode(200)
                .body("name", equalTo(List.of("query-organizations")));
        tenant(keycloak, "moved.example.test").statusCode(200).body("realm", equalTo("first.example.test"));
        tenant(keycloak, "first.example.test").statusCode(404);
        tenant(keycloak, "left.example.test").statusCode(200).body("realm", equalTo("right.example.test"));
        tenant(keycloak, "right.example.test").statusCode(200).body("realm", equalTo("left.example.test"));
        // But for a domain that another realm has: it stays there, and the log says so.
        tenant(keycloak, "alias.first.example.test").statusCode(200).body("realm", equalTo("first.example.test"));
        tenant(keycloak, "unclaimed0.example.test").statusCode(404);
        assertThat(tables.rows("PBX_SIP_DOMAIN")).doesNotContain("unclaimed");
        assertThat(Files.readString(server.log()))
                .contains("SIP domain alias.first.example.test of realm second.example.test belongs to realm"
                        + " first.example.test already; remove it from one of them")
                .contains("Admin events of realm master are off: nobody can look up who made, suspended or removed a"
                        + " tenant. Switch them on: kcadm.sh update events/config -r master -s adminEventsEnabled=true"
                        + " -s adminEventsDetailsEnabled=true")
                .containsPattern(
                        "\\d+ tenants do not fit into Keycloak's cache of realms, which holds 100 entries: what"
                                + " administrators of all tenants do is read from the database again and again, and becomes"
                                + " slower with each tenant\\. Set cache-embedded-realms-max-count to 10000 and start again\\.");
        assertThat(Files.readString(server.log()))
                .contains("Tenant second.example.test: whoever has the role Admin administers it from now on")
                .doesNotContain("Tenant left.example.test: whoever has the role Admin");
        keycloak.admin()
                .get(scopeOfApps("second.example.test"))
                .then()
                .statusCode(200)
                .body("name", hasItem("QueueManager"))
                .body("name", not(hasItem("Admin")));
        keycloak.admin()
                .get("/admin/realms/second.example.test/roles/Admin/composites")
                .then()
                .statusCode(200)
                .body(
                        "name",
                        containsInAnyOrder(
                                "manage-users",
                                "view-users",
                                "query-users",
                                "query-groups",
                                "manage-identity-providers",
                                "view-identity-providers",
                                "view-events"));
        keycloak.admin()
                .get("/admin/realms/second.example.test/client-policies/policies")
                .then()
                .statusCode(200)
                .body("policies.name", equalTo(List.of("pbx-session-address")));
        keycloak.admin()
                .get("/admin/realms/left.example.test/client-policies/profiles")
                .then()
                .statusCode(200)
                .body("profiles.name", equalTo(List.of("pbx-session-address")));
        keycloak.admin()
                .get("/admin/realms/right.example.test/users/profile")
                .then()
                .statusCode(200)
                .body("attributes.name", hasItems(RESTRICTIONS.toArray()));
        keycloak.admin().get("/admin/realms/baddirectory").then().statusCode(404);
        tenant(keycloak, "good.example.test").statusCode(200).body("realm", equalTo("good"));
        assertThat(signIn(keycloak, "good.example.test", PASSWORD)).isEqualTo(200);
        assertThat(signIn(keycloak, "moves.example.test", PASSWORD)).isEqualTo(200);
    }

    @Test
    @Order(6)
    void noKeyIsUsedTwice() {
        String token = token();
        int left = 0;
        for (Map<String, String> key : keys) {
            int code = validate(token, key);
            if (answeredKeys.contains(key.get("keyCode"))) {
                assertThat(code).as("a key whose value was answered").isEqualTo(400);
            } else {
                left += code == 200 ? 1 : 0;
            }
        }
        // Keys survive the crash. Those that were taken and not answered are lost, one per caller at most.
        assertThat(left).isBetween(KEYS - answeredKeys.size() - CALLERS, KEYS - answeredKeys.size());
        assertThat(validate(token, storedKey)).isEqualTo(200);
    }

    /** The server has said nothing of its last second. What it had answered, Keycloak had kept. */
    @Test
    @Order(6)
    void sessionsThatNobodyCouldWriteDownAnyMoreAreMadeUpFor() {
        assertThat(Awaited.until(
                        () -> keycloak.admin()
                                .queryParam("$filter", "UserName eq '702'")
                                .get(tenant.adminPath("/securitydata/Session/$count"))
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString(),
                        count -> Integer.parseInt(count) >= answeredSignIns.get()))
                // The last one may have been kept without an answer.
                .isIn(answeredSignIns.toString(), Integer.toString(answeredSignIns.get() + 1));
    }

    /** A copy with a byte order mark, as editors of Windows save a file. */
    private Path marked(Path file) throws IOException {
        return Files.writeString(directory.resolve("marked-" + file.getFileName()), "\uFEFF" + Files.readString(file));
    }

    @Test
    @Order(7)
    void aTenantMovesToAnotherServer() throws Exception {
        String realm = (String) moving.get("realm");
        Path pbxData = directory.resolve("moved-pbx-data.json");
        Map<String, String> environment = Map.of("KC_CLI_PASSWORD", ServerUnderTest.ADMIN_PASSWORD);
        commandLine
                .script(
                        "export.sh",
                        environment,
                        "--server",
                        server.baseUrl().toString(),
                        "--realm",
                        realm,
                        "--pbx-data",
                        pbxData.toString())
                .succeeded();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pbxData)))
                .isEqualTo("rw-------");
        commandLine
                .script(
                        "import.sh",
                        environment,
                        "--server",
                        shared.baseUrl().toString(),
                        "--file",
                        marked(exported).toString(),
                        "--realm",
                        realm,
                        "--pbx-data",
                        marked(pbxData).toString())
                .succeeded();
        Realm moved = shared.realm(realm);
        assertThat(pbxData(shared, moved).toString())
                .isEqualTo(pbxData(keycloak, keycloak.realm(realm)).toString())
                .isEqualTo(json.readTree(pbxData.toFile()).toString());
        JsonNode extension = pbxData(shared, moved).at("/servers/0/extensions/0");
        assertThat(extension.path("managingUser").asText()).isEqualTo("101");
        assertThat(extension.path("default").asBoolean()).isTrue();
        assertThat(tenant(shared, "alias.moves.example.test")
                        .statusCode(200)
                        .extract()
                        .<Map<String, Object>>path(""))
                .isEqualTo(moving);
        assertThat(signIn(shared, "moves.example.test", PASSWORD)).isEqualTo(200);
        assertThat(signIn(shared, "alias.moves.example.test", PASSWORD)).isEqualTo(200);
        assertThat(signIn(shared, "moves.example.test", "Wrong-" + PASSWORD)).isEqualTo(400);
        // Without a domain, system administrators sign in.
        shared.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", ServerUnderTest.ADMIN, "password", ServerUnderTest.ADMIN_PASSWORD))
                .post("/realms/master/api/auth/sign_in")
                .then()
                .statusCode(200);
        shared.admin()
                .get(moved.adminPath("/users/" + moved.userId("101") + "/role-mappings/realm"))
                .then()
                .body("name", hasItems("default-roles-" + realm.toLowerCase(Locale.ROOT), "QueueManager"));
    }

    @Test
    @Order(8)
    void whatItKnowsOfSessionsIsWrittenBeforeItStops() throws Exception {
        Realm moved = keycloak.realm((String) moving.get("realm"));
        moved.attribute("pbx.securityData", "true");
        assertThat(signIn(keycloak, "moves.example.test", PASSWORD)).isEqualTo(200);
        server.stop();
        assertThat(tables.rows("PBX_SESSION").lines()).contains("101", "127.0.0.1");
    }

    /** Kills the server while it makes tenants and validates keys. */
    private void killAtWork(String token) throws InterruptedException {
        CountDownLatch madeTenants = new CountDownLatch(TENANTS_BEFORE_KILL);
        CountDownLatch validatedKeys = new CountDownLatch(ANSWERS_BEFORE_KILL);
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService operators = Executors.newFixedThreadPool(TENANTS_IN_WORK);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        String admin = keycloak.adminToken();
        // Several at a time, so that the end comes at several points of their way.
        for (String domain : begunTenants) {
            operators.submit(() -> {
                if (isAnswered(http, post(TENANTS, admin, Map.of("sipDomain", domain)))) {
                    madeTenants.countDown();
                }
            });
        }
        assertThat(madeTenants.await(60, TimeUnit.SECONDS)).isTrue();
        // To the end: of the last ones nothing has been written down yet.
        ExecutorService user = Executors.newSingleThreadExecutor();
        user.submit(() -> {
            while (isAnswered(http, signIn("702"))) {
                answeredSignIns.incrementAndGet();
            }
        });
        for (Map<String, String> key : keys) {
            HttpRequest request = post(tenant.path("/security-keys/validate"), token, SecurityKeys.proof(key));
            callers.submit(() -> {
                if (isAnswered(http, request)) {
                    answeredKeys.add(key.get("keyCode"));
                    validatedKeys.countDown();
                }
            });
        }
        assertThat(validatedKeys.await(60, TimeUnit.SECONDS)).isTrue();
        server.kill();
        for (ExecutorService threads : List.of(operators, callers, user)) {
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private HttpRequest post(String path, String token, Map<String, ?> body) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.valueToTree(body).toString()))
                .build();
    }

    private HttpRequest signIn(String username) {
        Map<String, String> form = new LinkedHashMap<>(password(username));
        form.put("client_id", "pbx-rest");
        form.put("client_secret", tenant.clientSecret("pbx-rest"));
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + tenant.path("/protocol/openid-connect/token")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
    }

    /** What becomes of a request whose server is gone is nobody's concern. */
    private static boolean isAnswered(HttpClient http, HttpRequest request) {
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 || status == 201;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void whole(List<String> domains) {
        int found = 0;
        for (String domain : domains) {
            boolean there = tenant(keycloak, domain).extract().statusCode() == 200;
            Realm realm = keycloak.realm(domain);
            if (there) {
                found++;
                keycloak.admin()
                        .get(realm.adminPath("/clients"))
                        .then()
                        .statusCode(200)
                        .body("clientId", hasItems("pbx-app", "pbx-rest", "pbx-integration", "pbx-provisioning"));
                realm.createUser("101", PASSWORD);
                assertThat(signIn(keycloak, domain, PASSWORD)).isEqualTo(200);
            } else {
                keycloak.admin().get(realm.adminPath("")).then().statusCode(404);
                keycloak.admin()
                        .get("/admin/realms/master/clients?clientId=" + domain + "-realm")
                        .then()
                        .body("", equalTo(List.of()));
                keycloak.createTenant(domain);
            }
        }
        assertThat(found).as("tenants of before the end").isBetween(TENANTS_BEFORE_KILL, TENANTS_IN_WORK);
    }

    private String token() {
        return SecurityKeys.integrationToken(keycloak, tenant);
    }

    private Map<String, String> issue(String token, Map<String, ?> body) {
        return SecurityKeys.key(SecurityKeys.generate(keycloak, tenant, token, body));
    }

    private int validate(String token, Map<String, String> key) {
        return SecurityKeys.validate(keycloak, tenant, token, SecurityKeys.proof(key))
                .statusCode();
    }

    private static JsonNode pbxData(Keycloak keycloak, Realm realm) {
        return keycloak.admin()
                .get(realm.adminPath("/pbx-data"))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    private static ValidatableResponse tenant(Keycloak keycloak, String domain) {
        return keycloak.admin().get(TENANT, domain).then();
    }

    private static int signIn(Keycloak keycloak, String domain, String password) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", "101", "password", password, "domain", domain))
                .post("/realms/master/api/auth/sign_in")
                .statusCode();
    }
}
