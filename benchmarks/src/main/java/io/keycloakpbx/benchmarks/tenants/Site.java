package io.keycloakpbx.benchmarks.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One of the servers that are measured, with the tenants that it has. Other answers than the wanted ones throw. */
final class Site {

    static final String TENANTS = "/admin/realms/master/tenants";

    /** Stock Keycloak takes minutes for some of it. */
    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    /** An administrator's token lives for a minute. */
    private static final Duration TOKEN = Duration.ofSeconds(30);

    private final KeycloakServer server;
    private final Database database;
    private final boolean grown;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Tenant> tenants = new ArrayList<>();
    private List<Tenant> used = List.of();
    private final Random random = new Random(1);
    private final Map<Side, String> refreshTokens = new TreeMap<>();
    private String token;
    private long tokenTime;

    /** @param grown whether it gets more and more tenants */
    Site(KeycloakServer server, Database database, boolean grown) {
        this.server = server;
        this.database = database;
        this.grown = grown;
    }

    KeycloakServer server() {
        return server;
    }

    boolean isGrown() {
        return grown;
    }

    /** Its tenants, in the order in which they were made. */
    List<Tenant> tenants() {
        return List.copyOf(tenants);
    }

    /** Tenants that are spread over all, as many as there are at most, of which {@link #any} has one from now on. */
    List<Tenant> use(int number) {
        used = some(number);
        return used;
    }

    /** One of the tenants that are in use, by chance. */
    Tenant any() {
        return used.get(random.nextInt(used.size()));
    }

    /** Tenants that are spread over all, each another one. */
    List<Tenant> some(int number) {
        int some = Math.min(number, tenants.size());
        List<Tenant> found = new ArrayList<>();
        int first = random.nextInt(tenants.size());
        for (int i = 0; i < some; i++) {
            found.add(tenants.get((first + i * tenants.size() / some) % tenants.size()));
        }
        return found;
    }

    /** Makes a tenant with a user, and keeps it; several threads may. */
    void add(String sipDomain) {
        JsonNode made = parse(send(new Call(
                        admin(TENANTS)
                                .POST(json(Map.of("name", "Tenant " + sipDomain, "sipDomain", sipDomain)))
                                .build(),
                        201))
                .body());
        String realm = made.path("realm").asText();
        String provisioning = parse(send(new Call(
                                token(
                                        realm,
                                        Map.of(
                                                "grant_type",
                                                "client_credentials",
                                                "client_id",
                                                "pbx-provisioning",
                                                "client_secret",
                                                made.at("/clients/pbx-provisioning")
                                                        .asText())),
                                200))
                        .body())
                .path("access_token")
                .asText();
        send(new Call(
                request("/admin/realms/" + realm + "/users")
                        .header("Authorization", "Bearer " + provisioning)
                        .header("Content-Type", "application/json")
                        .POST(json(Map.of(
                                "username",
                                Tenant.USER,
                                "enabled",
                                true,
                                "email",
                                "anna@" + sipDomain,
                                "emailVerified",
                                true,
                                "firstName",
                                "Anna",
                                "lastName",
                                "Example",
                                "credentials",
                                List.of(Map.of("type", "password", "value", Tenant.PASSWORD, "temporary", false)))))
                        .build(),
                201));
        synchronized (tenants) {
            tenants.add(
                    new Tenant(sipDomain, realm, made.at("/clients/pbx-rest").asText()));
        }
    }

    /** A request of an administrator of all tenants. Sign-ins of the administrator come before, and are in no measurement. */
    HttpRequest.Builder admin(String path) {
        return request(path)
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json");
    }

    private synchronized String adminToken() {
        if (token == null || System.nanoTime() - tokenTime > TOKEN.toNanos()) {
            long now = System.nanoTime();
            token = parse(send(new Call(
                                    token(
                                            "master",
                                            Map.of(
                                                    "grant_type",
                                                    "password",
                                                    "client_id",
                                                    "admin-cli",
                                                    "username",
                                                    "admin",
                                                    "password",
                                                    "admin")),
                                    200))
                            .body())
                    .path("access_token")
                    .asText();
            tokenTime = now;
        }
        return token;
    }

    /** A request at the token endpoint of a realm. */
    HttpRequest token(String realm, Map<String, String> form) {
        return request("/realms/" + realm + "/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path)).timeout(TIMEOUT);
    }

    /** An object or a value as a body. */
    HttpRequest.BodyPublisher json(Object value) {
        return BodyPublishers.ofString(json.valueToTree(value).toString());
    }

    JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last refresh token of the session that a side refreshes, or null. */
    String refreshToken(Side side) {
        return refreshTokens.get(side);
    }

    /** Sessions end where nothing is done with them for half an hour. */
    void forgetRefreshTokens() {
        refreshTokens.clear();
    }

    void keepRefreshToken(Side side, String answer) {
        refreshTokens.put(side, parse(answer).path("refresh_token").asText());
    }

    /** Sends a request, and returns how long its answer took, in nanoseconds. */
    long time(Call call) {
        long sent = System.nanoTime();
        HttpResponse<String> response = send(call);
        long nanos = System.nanoTime() - sent;
        call.answered().accept(response.body());
        return nanos;
    }

    private HttpResponse<String> send(Call call) {
        try {
            HttpResponse<String> response = http.send(call.request(), BodyHandlers.ofString());
            if (response.statusCode() != call.status()) {
                throw new IllegalStateException(call.request().method() + " "
                        + call.request().uri().getPath() + " answered " + response.statusCode() + ": "
                        + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** A path of the management port, such as {@code /metrics}. */
    String management(String path) {
        return send(new Call(
                        HttpRequest.newBuilder(URI.create(server.managementUrl() + path))
                                .timeout(TIMEOUT)
                                .build(),
                        200))
                .body();
    }

    /** Fills and empties tables faster than requests do. */
    void sql(String statement, Object... values) {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("The database refused " + statement + ": " + e.getMessage(), e);
        }
    }
}
