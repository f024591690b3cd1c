package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.server.Database;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code start}, as a visitor runs it. */
@OnKeycloak
@Order(Schedule.EARLY)
class StartIT {

    private final Installation installation;

    @TempDir
    private Path data;

    StartIT(Installation installation) {
        this.installation = installation;
    }

    @Test
    void servesUntilStoppedAndKeepsTheDataWithoutBuildingAgain() throws Exception {
        // What "kc.sh build" made for this run's server is what this one needs: it saves the half minute.
        String database = Settings.DATABASE.name().toLowerCase(Locale.ROOT);
        copy(
                installation.distribution().home().getParent(),
                data.resolve("keycloak").resolve(Settings.KEYCLOAK + "-" + database));

        String id;
        int mailPort = mailPort();
        try (Run first = start(
                CommandLine.QUICK_START, "--db", database, "--data", data.toString(), "--mail-port", "" + mailPort)) {
            List<String> banner = first.untilReady();
            tellsWhatAStrangerNeeds(banner);
            id = first.keycloak().realm("master").createUser("kept", "Kept-over-restart-1!");
            assertThat(first.systemClients()).isEqualTo(1);
            first.keycloak()
                    .admin()
                    .get("/admin/realms/master/events/config")
                    .then()
                    .body("adminEventsEnabled", equalTo(true))
                    .body("adminEventsDetailsEnabled", equalTo(true));
            showsEachCapability(first);
            catchesMail(first, mailPort + 7000);
            for (String realm : List.of("acme", "globex")) {
                assertThat(first.managingUser(realm, "101")).isEqualTo("101");
                assertThat(first.managingUser(realm, "102")).isEqualTo("102");
            }
            new PageRun(first.keycloak().baseUrl(), URI.create("http://localhost:" + (mailPort + 7000)), home(), data)
                    .everything();
            first.removeServers("globex");
            first.createServer("globex", "other");
            if (Settings.DATABASE == Database.Kind.POSTGRES) {
                exportsATenant();
            }
            first.stop();
        }
        if (Settings.DATABASE == Database.Kind.H2) {
            exportsATenant();
        }
        Set<String> today = ofTheLastRelease();
        try (Run second = start(CommandLine.SHORT_RUN, "--db", database, "--data", data.toString())) {
            assertThat(second.untilReady()).noneMatch(line -> line.contains("kc.sh build"));
            assertThat(second.keycloak().realm("master").userId("kept")).isEqualTo(id);
            assertThat(second.systemClients()).isEqualTo(1);
            assertThat(second.managingUser("acme", "101")).isEqualTo("101");
            assertThat(second.managingUser("globex", "101")).isNull();
            second.stop();
        }
        assertThat(bundleTables()).containsExactlyElementsOf(today);
    }

    /** One that is free, and so is the one for the page. */
    private static int mailPort() throws IOException {
        for (int page = freePort(); ; page = freePort()) {
            try (ServerSocket smtp = new ServerSocket(page - 7000, 1, InetAddress.getLoopbackAddress())) {
                return smtp.getLocalPort();
            } catch (IOException | IllegalArgumentException e) {
                continue;
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void showsEachCapability(Run start) {
        assertThat(start.managingUser("acme", "103")).isNull();
        assertThat(start.managingUser("acme", "112")).isEqualTo("102");
        Keycloak keycloak = start.keycloak();
        keycloak.admin()
                .get("/admin/realms/acme/users?exact=true&username=104")
                .then()
                .body("enabled", equalTo(List.of(false)));
        String logo = keycloak.admin().get("/admin/realms/acme").path("attributes.'pbx.avatarUrl'");
        keycloak.http().get(logo).then().statusCode(200).contentType("image/svg+xml");
        keycloak.http()
                .get("/realms/phones/.well-known/openid-configuration")
                .then()
                .statusCode(200);
    }

    /** The callback is a registered one, and the link leads to it. */
    private static void catchesMail(Run start, int page) {
        String callback = "http://localhost:3000/callback";
        start.keycloak()
                .http()
                .contentType("application/json")
                .body(Map.of("username", "101", "domain", "acme.example.com", "callback_url", callback))
                .post("/realms/master/api/auth/forget_password")
                .then()
                .statusCode(200);
        String mails = "";
        for (Instant end = Instant.now().plusSeconds(20);
                !mails.contains(callback) && Instant.now().isBefore(end); ) {
            mails = RestAssured.given()
                    .port(page)
                    .get("/")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
        }
        assertThat(mails).contains("To 101@acme.example.com").contains("<a href=\"" + callback + "?");
        RestAssured.given()
                .port(page)
                .header("Host", "elsewhere.test")
                .get("/")
                .then()
                .statusCode(404);
    }

    private Path home() {
        String database = Settings.DATABASE.name().toLowerCase(Locale.ROOT);
        return data.resolve("keycloak/" + Settings.KEYCLOAK + "-" + database + "/keycloak");
    }

    private void tellsWhatAStrangerNeeds(List<String> banner) throws Exception {
        Path file = home().resolve("conf/keycloak.conf");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(file))
                .contains("health-enabled=true", "http-host=127.0.0.1")
                .anyMatch(line -> line.startsWith("db-url=jdbc:"))
                .noneMatch(line -> line.contains("admin"));
        String kcadm = banner.stream()
                .filter(line -> line.contains("kcadm.sh"))
                .findFirst()
                .orElseThrow();
        new CommandLine(home(), data)
                .shell(kcadm + " --config " + data.resolve("kcadm.config"))
                .succeeded();
        assertThat(outputOf(banner, "  curl -s -d")).startsWith("\"eyJ");
        assertThat(outputOf(banner, "  curl -s -H")).contains("\"UserName\":\"101\"");
    }

    private String outputOf(List<String> banner, String command) throws Exception {
        String line = banner.stream()
                .filter(told -> told.startsWith(command))
                .findFirst()
                .orElseThrow();
        return new CommandLine(home(), data).shell(line).succeeded();
    }

    /** As it is told in Keycloak's guides: without a word about the database. */
    private void exportsATenant() throws Exception {
        Path file = data.resolve("acme.json");
        new CommandLine(home(), data)
                .script("export.sh", Map.of(), "--realm", "acme", "--file", file.toString())
                .succeeded();
        assertThat(file).content().contains("acme.example.com");
    }

    /**
     * Makes of the database one of the last release, so that the second start is an upgrade too. Not of H2's: one is enough.
     *
     * @return the bundle's tables of today
     */
    private Set<String> ofTheLastRelease() throws Exception {
        Set<String> today = bundleTables();
        if (Settings.DATABASE == Database.Kind.POSTGRES) {
            try (Database database = open(data.resolve("postgres"))) {
                ReleasedSchema.restore(database.jdbcUrl());
            }
        }
        return today;
    }

    /** PostgreSQL is gone a moment after whoever has stopped it. */
    private static Database open(Path directory) throws InterruptedException {
        Path running = directory.resolve("data/postmaster.pid");
        for (Instant end = Instant.now().plusSeconds(60);
                Files.exists(running) && Instant.now().isBefore(end); ) {
            Thread.sleep(100);
        }
        return Settings.DATABASE.open(directory);
    }

    private Set<String> bundleTables() throws Exception {
        Path directory = data.resolve(Settings.DATABASE.name().toLowerCase(Locale.ROOT));
        try (Database database = open(directory);
                Connection connection = DriverManager.getConnection(database.jdbcUrl())) {
            return ReleasedSchema.description(connection);
        }
    }

    @Test
    void namesABusyPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int busy = taken.getLocalPort();
            Process process = new ProcessBuilder(script(), "--no-build", "--port", "" + busy, "--data", data.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(output).contains("Port " + busy + " is in use").contains("--port");
        }
    }

    @Test
    void explainsItsOptions() throws Exception {
        for (List<String> wrong : List.of(
                List.of("--colour", "red"),
                List.of("--port"),
                List.of("--port", "80x"),
                List.of("--port", "0"),
                List.of("--mail-port"),
                List.of("--mail-port", "58536"),
                List.of("--data", script()),
                List.of("--db", "oracle"))) {
            List<String> command = new ArrayList<>(List.of(script()));
            command.addAll(wrong);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(wrong.toString()).isEqualTo(2);
            assertThat(output).contains("Usage: ./start");
        }
    }

    private static String script() {
        return Settings.CHECKOUT.root().resolve("start").toString();
    }

    private static Run start(Map.Entry<String, String> jvm, String... options) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(script(), "--no-build", "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
        builder.environment().put(jvm.getKey(), jvm.getValue());
        return new Run(builder.start(), port);
    }

    /** Without the data of the servers that run from it: files come and go there. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.equals(from.resolve("keycloak/data"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.endsWith(".lock")) {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A run of the script. */
    private record Run(Process process, int port) implements AutoCloseable {

        private static final long STOP_SECONDS = 30;

        /** What it printed up to the line that says that it is ready. */
        List<String> untilReady() throws IOException {
            List<String> lines = new ArrayList<>();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.equals("Ready: http://localhost:" + port)) {
                    return lines;
                }
            }
            throw new AssertionError("Never ready:\n" + String.join("\n", lines));
        }

        Keycloak keycloak() {
            return new Keycloak(new Address(port));
        }

        /** How many clients of the master realm are for system-level sign-in. */
        int systemClients() {
            return keycloak()
                    .admin()
                    .queryParam("clientId", "pbx-rest")
                    .get("/admin/realms/master/clients")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("size()");
        }

        /** The user name of the managing user of an extension of a demo tenant, or null. */
        String managingUser(String realm, String extension) {
            return keycloak()
                    .admin()
                    .get("/admin/realms/" + realm + "/pbx-data")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("servers.extensions.flatten().find { it.extension == '" + extension + "' }?.managingUser");
        }

        void removeServers(String realm) {
            List<String> ids = keycloak()
                    .admin()
                    .get(servers(realm))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("id");
            ids.forEach(id ->
                    keycloak().admin().delete(servers(realm) + "/" + id).then().statusCode(204));
        }

        void createServer(String realm, String name) {
            keycloak()
                    .admin()
                    .body(Map.of("name", name))
                    .post(servers(realm))
                    .then()
                    .statusCode(201);
        }

        private static String servers(String realm) {
            return "/admin/realms/" + realm + "/communication_manager/rest/config/asterisk";
        }

        /**
         * Ends it by SIGTERM and sees that nothing of it is left. SIGINT, Ctrl-C, is ignored where tests run in the
         * background.
         */
        void stop() throws InterruptedException {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
                    .as("stopped")
                    .isTrue();
            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
