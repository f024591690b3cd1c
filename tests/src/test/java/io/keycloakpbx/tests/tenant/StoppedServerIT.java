package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.server.ServerException;
import io.keycloakpbx.tests.Borrowed;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to tenants while their server does not run: a crash, changes in the database, imports and exports. */
@OnKeycloak
class StoppedServerIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final String PASSWORD = "Moves-with-me-1!";
    private static final int KILLED = 6;

    private final Keycloak shared;
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path directory;

    StoppedServerIT(Keycloak shared) {
        this.shared = shared;
    }

    @Test
    void comesBackWithWholeTenants() throws Exception {
        try (Database database = Settings.DATABASE.open(directory.resolve("database"));
                KeycloakServer server = start(database, "stopped");
                Keycloak keycloak = new Keycloak(new Borrowed(server))) {
            keycloak.createTenant("first.example.test", "alias.first.example.test");
            keycloak.createTenant("second.example.test");

            List<String> begun = killWhileProvisioning(server, keycloak);
            attribute(database, "first.example.test", "pbx.sipDomain", "moved.example.test");
            attribute(database, "second.example.test", "pbx.sipDomain", "alias.first.example.test");
            refusedImports(database);
            Path good = write("good", "good.example.test", "101");
            assertThat(script("import.sh", Map.of(), database, "--file", good.toString()))
                    .contains("Realm 'good' imported");

            server.restart();

            whole(keycloak, begun);
            // The attributes are the truth.
            tenant(keycloak, "moved.example.test").statusCode(200).body("realm", equalTo("first.example.test"));
            tenant(keycloak, "first.example.test").statusCode(404);
            // But for a domain that another realm has: it stays there, and the log says so.
            tenant(keycloak, "alias.first.example.test").statusCode(200).body("realm", equalTo("first.example.test"));
            assertThat(Files.readString(server.log()))
                    .contains("SIP domain alias.first.example.test of realm second.example.test belongs to realm"
                            + " first.example.test already; remove it from one of them");
            for (String realm : List.of("badfile", "baddirectory", "conflict")) {
                keycloak.admin().get("/admin/realms/" + realm).then().statusCode(404);
            }
            tenant(keycloak, "good.example.test").statusCode(200).body("realm", equalTo("good"));
            assertThat(signIn(keycloak, "good.example.test", PASSWORD)).isEqualTo(200);
        }
    }

    @Test
    void movesToAnotherServer() throws Exception {
        Path file = directory.resolve("moved.json");
        Map<String, Object> tenant;
        try (Database database = Settings.DATABASE.open(directory.resolve("source"));
                KeycloakServer server = start(database, "source");
                Keycloak keycloak = new Keycloak(new Borrowed(server))) {
            Realm realm = keycloak.createTenant("moves.example.test", "alias.moves.example.test");
            realm.createUser("101", PASSWORD, "QueueManager");
            tenant = tenant(keycloak, "moves.example.test").extract().path("");
            assertThat(signIn(keycloak, "moves.example.test", PASSWORD)).isEqualTo(200);
            server.stop();
            script("export.sh", Map.of(), database, "--realm", realm.name(), "--file", file.toString());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        try (Database database = Settings.DATABASE.open(directory.resolve("target"));
                KeycloakServer server = start(database, "target");
                Keycloak keycloak = new Keycloak(new Borrowed(server))) {
            String[] intoServer = {"--server", server.baseUrl().toString(), "--file", file.toString()};
            script("import.sh", Map.of("KC_CLI_PASSWORD", "admin"), null, intoServer);

            assertThat(tenant(keycloak, "alias.moves.example.test")
                            .statusCode(200)
                            .extract()
                            .<Map<String, Object>>path(""))
                    .isEqualTo(tenant);
            assertThat(signIn(keycloak, "moves.example.test", PASSWORD)).isEqualTo(200);
            assertThat(signIn(keycloak, "alias.moves.example.test", PASSWORD)).isEqualTo(200);
            assertThat(signIn(keycloak, "moves.example.test", "Wrong-" + PASSWORD))
                    .isEqualTo(400);
            // Without a domain, system administrators sign in.
            keycloak.http()
                    .contentType(ContentType.JSON)
                    .body(Map.of("username", "admin", "password", "admin"))
                    .post("/realms/master/api/auth/sign_in")
                    .then()
                    .statusCode(200);
            Realm realm = keycloak.realm((String) tenant.get("realm"));
            keycloak.admin()
                    .get(realm.adminPath("/users/" + realm.userId("101") + "/role-mappings/realm"))
                    .then()
                    .body("name", hasItems("default-roles-" + realm, "QueueManager"));
        }
    }

    private KeycloakServer start(Database database, String log) {
        return KeycloakServer.on(shared.distribution(), database)
                .log(Settings.directory().resolve(log + ".log"))
                .start();
    }

    /** Several at a time, so that the end comes at several points of their way. */
    private static List<String> killWhileProvisioning(KeycloakServer server, Keycloak keycloak)
            throws InterruptedException {
        String token = keycloak.adminToken();
        CountDownLatch answered = new CountDownLatch(2);
        List<String> domains = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < KILLED; i++) {
            String domain = "killed" + i + ".example.test";
            domains.add(domain);
            // What becomes of a request whose server is gone is nobody's concern.
            Thread client = new Thread(new FutureTask<>(() -> {
                try {
                    return keycloak.http(token)
                            .contentType(ContentType.JSON)
                            .body(Map.of("sipDomain", domain))
                            .post(TENANTS);
                } finally {
                    answered.countDown();
                }
            }));
            client.start();
            clients.add(client);
        }
        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        server.kill();
        for (Thread client : clients) {
            client.join();
        }
        return domains;
    }

    private static void whole(Keycloak keycloak, List<String> domains) {
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
                        .body("clientId", hasItems("pbx-app", "pbx-rest", "pbx-integration"));
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
        assertThat(found).as("tenants of before the end").isBetween(2, KILLED);
    }

    private void refusedImports(Database database) throws IOException, InterruptedException {
        Path bad = write("badfile", "bad.example.test", "mary smith", "101", "root");
        assertThat(failing("import.sh", database, "--file", bad.toString()))
                .contains("2 user names of realm badfile break the PBX user name rules: ", "\"root\" (reserved)");

        // Users in files of their own, as kc.sh export --users different_files writes them.
        Path split = Files.createDirectory(directory.resolve("split"));
        ObjectNode realm = realm("baddirectory", "split.example.test");
        realm.remove("users");
        Files.writeString(split.resolve("baddirectory-realm.json"), realm.toString());
        ObjectNode users = json.createObjectNode().put("realm", "baddirectory");
        users.putArray("users").add(user("101")).add(user("mary smith"));
        Files.writeString(split.resolve("baddirectory-users-0.json"), users.toString());
        assertThat(failing(kc(database, "import", "--dir", split.toString())))
                .contains("1 user name of realm baddirectory break the PBX user name rules: \"mary smith\"");

        Path conflict = write("conflict", "moved.example.test");
        Files.writeString(
                conflict,
                realm("conflict", "own.example.test", "ALIAS.first.example.test")
                        .toString());
        String message = "SIP domain alias.first.example.test of realm conflict belongs to realm first.example.test"
                + " already; remove it from one of them";
        assertThat(failing("import.sh", database, "--file", conflict.toString()))
                .contains(message);
        Path named = Files.move(conflict, directory.resolve("conflict-realm.json"));
        assertThatThrownBy(() -> KeycloakServer.on(shared.distribution(), database)
                        .importing(List.of(named))
                        .log(Settings.directory().resolve("refused.log"))
                        .start())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(message);
    }

    /** Changes a realm behind the server's back. */
    private static void attribute(Database database, String realm, String name, String value) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement update = connection.prepareStatement("update REALM_ATTRIBUTE set VALUE = ?"
                        + " where NAME = ? and REALM_ID = (select ID from REALM where NAME = ?)")) {
            update.setString(1, value);
            update.setString(2, name);
            update.setString(3, realm);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private Path write(String realm, String sipDomain, String... usernames) throws IOException {
        ObjectNode representation = realm(realm, sipDomain);
        representation.remove("users");
        for (String username : usernames) {
            representation.withArrayProperty("users").add(user(username));
        }
        return Files.writeString(directory.resolve(realm + ".json"), representation.toString());
    }

    private ObjectNode realm(String name, String sipDomain, String... aliases) throws IOException {
        ObjectNode realm = (ObjectNode) json.readTree(Settings.CHECKOUT
                .root()
                .resolve("realm-config/template/tenant-realm.json")
                .toFile());
        realm.put("realm", name).remove("users");
        realm.withObjectProperty("attributes")
                .put("pbx.sipDomain", sipDomain)
                .put("pbx.sipDomainAliases", String.join(",", aliases));
        return realm;
    }

    private ObjectNode user(String username) {
        ObjectNode user = json.createObjectNode()
                .put("username", username)
                .put("enabled", true)
                .put("email", username.replaceAll("[^a-z0-9]", "") + "@example.test")
                .put("firstName", "First")
                .put("lastName", "Last");
        user.putArray("credentials").addObject().put("type", "password").put("value", PASSWORD);
        return user;
    }

    private String script(String name, Map<String, String> environment, Database database, String... options)
            throws IOException, InterruptedException {
        Run run = run(command(name, database, options), environment);
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output();
    }

    private String failing(String name, Database database, String... options) throws IOException, InterruptedException {
        return failing(command(name, database, options));
    }

    private String failing(List<String> command) throws IOException, InterruptedException {
        Run run = run(command, Map.of());
        assertThat(run.exitCode()).as(run.output()).isNotZero();
        return run.output();
    }

    private List<String> command(String script, Database database, String... options) {
        List<String> command = new ArrayList<>();
        command.add(
                Settings.CHECKOUT.root().resolve("realm-config").resolve(script).toString());
        command.addAll(List.of("--keycloak", shared.distribution().home().toString()));
        command.addAll(List.of(options));
        if (database != null) {
            command.add("--");
            command.addAll(options(database));
        }
        return command;
    }

    private List<String> kc(Database database, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(shared.distribution().home().resolve("bin/kc.sh").toString());
        command.addAll(List.of(arguments));
        command.addAll(options(database));
        return command;
    }

    private static List<String> options(Database database) {
        List<String> options = new ArrayList<>(List.of("--optimized"));
        database.options().forEach((name, value) -> options.add("--" + name + "=" + value));
        return options;
    }

    private Run run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        File output = Files.createTempFile(directory, "run", ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output.toPath()));
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

    private record Run(int exitCode, String output) {}
}
