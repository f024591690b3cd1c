package io.keycloakpbx.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.Distribution;
import io.keycloakpbx.server.KeycloakServer;
import io.restassured.RestAssured;
import io.restassured.filter.FilterContext;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A Keycloak with the bundle, as a test sees it: from outside, by HTTP. Safe for use by several threads. */
public final class Keycloak implements AutoCloseable {

    static {
        CompiledPaths.keep();
    }

    /** Less than the minute that an access token of admin-cli lives. */
    private static final Duration ADMIN_TOKEN_USE = Duration.ofSeconds(40);

    private static final String RIGHTS =
            "delete from COMPOSITE_ROLE where COMPOSITE in (select a.ID from KEYCLOAK_ROLE a join REALM m"
                    + " on m.ID = a.REALM_ID where m.NAME = 'master' and a.NAME = 'admin' and not a.CLIENT_ROLE)"
                    + " and CHILD_ROLE in (select r.ID from KEYCLOAK_ROLE r join REALM x"
                    + " on x.MASTER_ADMIN_CLIENT = r.CLIENT where x.NAME = any(?))";

    private final ServerUnderTest server;
    private final ReadyTenants readyTenants;
    private final Queue<String> made = new ConcurrentLinkedQueue<>();
    private Keycloak secondNode;
    private String adminToken;
    private Instant adminTokenExpiry = Instant.MIN;

    public Keycloak(ServerUnderTest server) {
        this.server = server;
        this.readyTenants = new ReadyTenants(this);
    }

    /** Another's server, which is the other's to close. What is made by this one is known to be. */
    Keycloak(Keycloak other) {
        this.server = other.server;
        this.readyTenants = other.readyTenants;
    }

    /** Where the server answers, without a slash at the end. */
    public URI baseUrl() {
        return server.baseUrl();
    }

    /** Where health and metrics are, without a slash at the end. */
    public URI managementUrl() {
        return server.managementUrl();
    }

    /**
     * A request without credentials; paths begin with {@code /realms} or {@code /admin}. An answer of a resource of the
     * bundle is as {@code docs/openapi.json} has it, or the test fails.
     */
    public RequestSpecification http() {
        return RestAssured.given()
                .baseUri(baseUrl().toString())
                .filter(ResourceDescription.filter())
                .filter(this::noted);
    }

    /** Remembers the realm that a request has made. */
    private Response noted(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        if (answer.statusCode() == 201) {
            if (request.getURI().endsWith("/admin/realms")) {
                String address = URI.create(answer.header("Location")).getPath();
                made.add(address.substring(address.lastIndexOf('/') + 1));
            } else if (request.getURI().endsWith("/admin/realms/master/tenants")) {
                made.add(answer.path("realm"));
            }
        }
        return answer;
    }

    /** A request with a bearer token. */
    public RequestSpecification http(String token) {
        return http().header("Authorization", "Bearer " + token);
    }

    /** A JSON request of the master realm's administrator, who may do everything. */
    public RequestSpecification admin() {
        return http(adminToken()).contentType(ContentType.JSON);
    }

    /** An access token of the master realm's administrator, good for at least some seconds. */
    public synchronized String adminToken() {
        if (Instant.now().isAfter(adminTokenExpiry)) {
            adminTokenExpiry = Instant.now().plus(ADMIN_TOKEN_USE);
            adminToken = realm("master").token("admin-cli", ServerUnderTest.ADMIN, ServerUnderTest.ADMIN_PASSWORD);
        }
        return adminToken;
    }

    /** Like {@link #adminToken()}, of a session of its own: for requests that may end the session. */
    public String ownAdminToken() {
        return realm("master").token("admin-cli", ServerUnderTest.ADMIN, ServerUnderTest.ADMIN_PASSWORD);
    }

    /** A realm that exists. */
    public Realm realm(String name) {
        return new Realm(this, name);
    }

    /** Makes a realm from nothing but its name, without anything of the tenant template. */
    public Realm createRealm(String name) {
        admin().body(Map.of("realm", name, "enabled", true))
                .post("/admin/realms")
                .then()
                .statusCode(201);
        return realm(name);
    }

    /** Makes a tenant from the template; the realm that stands for it. */
    public Realm createTenant(String sipDomain, String... aliases) {
        return realm(
                admin().body(Map.of("name", sipDomain, "sipDomain", sipDomain, "sipDomainAliases", List.of(aliases)))
                        .post("/admin/realms/master/tenants")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("realm"));
    }

    /**
     * A tenant from the template, made while other tests ran: for tests that do not care for its name, which is its SIP
     * domain too. It is nobody else's, and nobody has to remove it: that takes nearly as long as to make one.
     */
    public Realm tenant() {
        Realm taken = readyTenants.take();
        made.add(taken.name());
        return realm(taken.name());
    }

    /**
     * Takes the rights in the realms that were made by this one from master's administrator: nobody needs them any more. At
     * each request of the administrator Keycloak looks through all that the role {@code admin} consists of, which are twenty
     * roles of each realm that there is, and it reads them anew whenever one more realm is made. The Admin API lets nobody
     * change that role, so it is done in the database, and the servers see it with the next realm that is made. H2 lets
     * nobody write while a server runs on it.
     */
    void leaveRealms() {
        if (!made.isEmpty() && Settings.DATABASE == Database.Kind.POSTGRES && server instanceof LocalServer local) {
            try (Connection connection =
                            DriverManager.getConnection(local.database().jdbcUrl());
                    PreparedStatement delete = connection.prepareStatement(RIGHTS)) {
                delete.setArray(1, connection.createArrayOf("text", made.toArray()));
                delete.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("The realms cannot be left", e);
            }
        }
    }

    /** The Keycloak that the server runs from, to run further servers. Skips the test where it is a container. */
    public Distribution distribution() {
        return local().distribution();
    }

    /** The server's database, to look inside. Skips the test where it is a container. */
    public Database database() {
        return local().database();
    }

    /**
     * A second node of the same cluster, on the same database, started when the first test asks for it. Each node is reached
     * by a name of its own, so it takes tokens of its own only. Skips the test on H2 and where the server is a container.
     */
    public synchronized Keycloak secondNode() {
        KeycloakServer server = secondServer();
        if (secondNode == null) {
            secondNode = new Keycloak(new Borrowed(server));
        }
        return secondNode;
    }

    /** The second node's process, to stop or to kill it. Who asks for the node later finds it up again. */
    KeycloakServer secondServer() {
        return local().secondNode();
    }

    @Override
    public void close() {
        readyTenants.close();
        server.close();
    }

    private LocalServer local() {
        assumeTrue(server instanceof LocalServer, "the test runs servers of its own and the server is a container");
        return (LocalServer) server;
    }
}
