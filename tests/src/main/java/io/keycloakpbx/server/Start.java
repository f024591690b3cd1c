package io.keycloakpbx.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The demo behind {@code ./start}: one Keycloak with the bundle, in the foreground until Ctrl-C. */
public final class Start {

    private static final PrintStream OUT = System.out;

    private final Checkout checkout = new Checkout(Path.of(""));
    private final int port;
    private final Database.Kind kind;
    private final Path data;
    private final Optional<Integer> mailPort;
    private final String adminName;
    private final Optional<String> adminPassword;

    private Start(int port, Database.Kind kind, Path data, Optional<Integer> mailPort) {
        this.mailPort = mailPort;
        this.port = port;
        this.kind = kind;
        this.data = data;
        this.adminName = environment("KC_BOOTSTRAP_ADMIN_USERNAME").orElse("admin");
        this.adminPassword = environment("KC_BOOTSTRAP_ADMIN_PASSWORD");
    }

    /**
     * Serves from the checkout in the current directory. The script has checked its options already.
     *
     * @param args port, kind of database, data directory, and the port of SMTP where mail is to be caught
     */
    public static void main(String[] args) {
        Start start = new Start(
                Integer.parseInt(args[0]),
                Database.Kind.valueOf(args[1].toUpperCase(Locale.ROOT)),
                Path.of(args[2]).toAbsolutePath().normalize(),
                args.length > 3 ? Optional.of(Integer.valueOf(args[3])) : Optional.empty());
        try {
            start.serve();
        } catch (IOException | ServerException e) {
            if (!Shutdown.hasBegun()) {
                System.err.println(e.getMessage());
                System.exit(1);
            }
        }
    }

    private void serve() throws IOException {
        checkPort();
        try (DirectoryLock ignored = DirectoryLock.take(data);
                MailCatcher mail = mailPort.map(MailCatcher::start).orElse(null);
                Distribution distribution = install();
                Database database = open();
                KeycloakServer server = start(distribution, database)) {
            prepare(server.baseUrl(), mail);
            Shutdown.add(() -> OUT.println("Stopping"));
            printSignIns(server, distribution.home());
            if (mail != null) {
                OUT.println("Mails of acme and globex: " + mail.page() + "   SMTP for other tenants: " + mail.host()
                        + ", port " + mail.port());
            }
            OUT.println("Ready: " + server.baseUrl());
            int exitCode = server.waitFor();
            if (!Shutdown.hasBegun()) {
                throw new ServerException("Keycloak ended by itself, exit code " + exitCode + ". The end of "
                        + server.log() + ":\n" + server.logTail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new ServerException(
                    "Port " + port + " is in use. Choose another one: ./start --port " + (port + 1), e);
        }
    }

    private Map<String, String> buildOptions() {
        Map<String, String> options = new HashMap<>(KeycloakServer.BUILD_OPTIONS);
        options.put("db", kind.vendor());
        return options;
    }

    private Distribution install() {
        String version = checkout.keycloakVersion();
        return Distribution.install(
                checkout.archive(version),
                checkout.jars(),
                buildOptions(),
                data.resolve("keycloak").resolve(version + "-" + name()),
                OUT::println);
    }

    private Database open() {
        if (kind == Database.Kind.POSTGRES) {
            OUT.println("Starting PostgreSQL");
        }
        return kind.open(data.resolve(name()));
    }

    /** With it {@code kc.sh} and the scripts of realm-config, which know nothing of this program, find the data. */
    private void configure(Distribution distribution, Database database) throws IOException {
        Map<String, String> options = buildOptions();
        options.putAll(database.options());
        options.putAll(KeycloakServer.loopback(port));
        options.putAll(KeycloakServer.MANY_TENANTS);
        ConfigurationFile.write(
                distribution.home(), "Written by ./start whenever it starts; changes are lost.", options);
    }

    private KeycloakServer start(Distribution distribution, Database database) throws IOException {
        configure(distribution, database);
        OUT.println("Starting Keycloak (the first start makes the database and the demo tenants)");
        Path log = data.resolve("server.log");
        if (Files.exists(log)) {
            Files.move(log, data.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return KeycloakServer.on(distribution, database)
                .port(port)
                .admin(adminName, adminPassword.orElse("admin"))
                .importing(checkout.demoRealms())
                .options(KeycloakServer.MANY_TENANTS)
                .log(log)
                .start();
    }

    private void prepare(URI baseUrl, MailCatcher mail) {
        String password = adminPassword.orElse("admin");
        try {
            SystemSignIn.enable(baseUrl, adminName, password, checkout.systemSignInClient());
            AdminEventRecord.enable(baseUrl, adminName, password);
            DemoPbxData.load(baseUrl, adminName, password, checkout.demoPbxData());
            if (mail != null) {
                DemoMail.send(baseUrl, adminName, password, mail);
            }
        } catch (ServerException e) {
            // On a later start the administrator may have a new name or password.
            OUT.println(e.getMessage() + ": " + e.getCause().getMessage());
        }
    }

    private void printSignIns(KeycloakServer server, Path home) {
        String url = server.baseUrl().toString();
        OUT.println();
        if (!checkout.demoRealms().isEmpty()) {
            OUT.println("Tenants of the demo: realm, SIP domain, user / password");
            OUT.println("  acme    acme.example.com    101 / Pbx-demo-101!  102 / Pbx-demo-102!  "
                    + "pbxadmin / Pbx-demo-admin!");
            OUT.println("  globex  globex.example.com  101 / Globex-101!    102 / Globex-102!    "
                    + "pbxadmin / Globex-admin!");
            OUT.println("Sign in by SIP domain:");
            OUT.println("  curl -H 'Content-Type: application/json' -d '{\"username\":\"101\","
                    + "\"password\":\"Pbx-demo-101!\",\"domain\":\"acme.example.com\"}' " + url
                    + "/realms/master/api/auth/sign_in");
            OUT.println("Get a security token of CostGuard's, and read security data with one:");
            OUT.println("  " + login(url, "101", "Pbx-demo-101!"));
            OUT.println("  curl -s -H \"Authorization: WRAP access_token=$(" + login(url, "pbxadmin", "Pbx-demo-admin!")
                    + ")\" '" + url + "/admin/realms/acme/securitydata/User?$select=UserID,UserName'");
            OUT.println("Also in acme: 104 / Pbx-demo-104! is locked, 102 has two extensions, extension 103 is free");
            OUT.println("Sign in with a browser:");
            OUT.println("  " + url + "/realms/acme/account/");
        }
        OUT.println("Administer:");
        OUT.println("  " + url + "/admin/ as " + adminName
                + adminPassword
                        .map(password -> ", with the password that you set")
                        .orElse(" / admin"));
        OUT.println("  " + url + "/admin/master/console/#/master/pbx/tenants has all tenants");
        OUT.println("  " + quoted(home.resolve("bin/kcadm.sh")) + " config credentials --server " + url
                + " --realm master --user " + quoted(adminName)
                + (adminPassword.isPresent() ? "" : " --password admin"));
        OUT.println("Keycloak for kc.sh, export.sh and import.sh (--keycloak): " + home);
        OUT.println("Log: " + server.log() + "   Stop: Ctrl-C");
    }

    /** What comes of it is in quotation marks, as the header is to have it. */
    private static String login(String url, String username, String password) {
        return "curl -s -d '{\"primary\":{\"username\":\"acme\\\\" + username + "\",\"password\":\"" + password
                + "\"},\"environment\":\"Production\"}' " + url
                + "/realms/acme/securitytoken/1x/Production/api/login";
    }

    /** As a shell takes it. */
    private static String quoted(Object text) {
        String plain = text.toString();
        return plain.matches("[A-Za-z0-9_./@%+=:,-]+") ? plain : "'" + plain.replace("'", "'\\''") + "'";
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }
}
