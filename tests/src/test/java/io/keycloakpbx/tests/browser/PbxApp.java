package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A PBX app with a web server of its own on loopback: authorization code with PKCE, back-channel logout. */
public final class PbxApp implements AutoCloseable {

    private static final String CALLBACK = "/callback";
    private static final String SIGNED_OUT = "/signed-out";
    private static final String LOGO = "/logo.svg";
    private static final String BACK_CHANNEL = "/back-channel-logout";
    private static final int WAIT_SECONDS = 15;
    private static final String PICTURE =
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">
            <circle cx="48" cy="48" r="44" fill="#7a1f5c"/><circle cx="48" cy="48" r="16" fill="#fff"/></svg>
            """;

    private final Realm realm;
    private final String clientId;
    private final HttpServer server;
    private final BlockingQueue<Map<String, String>> callbacks = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> logoutTokens = new LinkedBlockingQueue<>();
    private CodeVerifier verifier;
    private String state;

    private PbxApp(Realm realm, String clientId) {
        this.realm = realm;
        this.clientId = clientId;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(CALLBACK, exchange -> {
            callbacks.add(parameters(exchange.getRequestURI().getRawQuery()));
            answer(exchange, page("The app"));
        });
        server.createContext(SIGNED_OUT, exchange -> answer(exchange, page("Signed out of the app")));
        server.createContext(LOGO, exchange -> answer(exchange, "image/svg+xml", PICTURE));
        server.createContext(BACK_CHANNEL, exchange -> {
            logoutTokens.add(parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .get("logout_token"));
            answer(exchange, "");
        });
        server.start();
    }

    /** An app that is the realm's client {@code pbx-app}; the app's address is registered there. */
    public static PbxApp open(Keycloak keycloak, Realm realm) {
        PbxApp app = new PbxApp(realm, "pbx-app");
        ObjectNode client = client(keycloak, realm);
        ((ArrayNode) client.get("redirectUris")).add(app.redirectUri()).add(app.signedOutUri());
        keycloak.admin()
                .body(client)
                .put(realm.adminPath("/clients/" + client.get("id").asText()))
                .then()
                .statusCode(204);
        return app;
    }

    /** An app that is a new client with the settings of {@code pbx-app}, told of logouts by back channel. */
    static PbxApp open(Keycloak keycloak, Realm realm, String clientId) {
        PbxApp app = new PbxApp(realm, clientId);
        ObjectNode client = client(keycloak, realm);
        client.remove("id");
        client.put("clientId", clientId).put("name", clientId);
        client.putArray("redirectUris").add(app.redirectUri()).add(app.signedOutUri());
        client.withObjectProperty("attributes").put("backchannel.logout.url", app.uri(BACK_CHANNEL));
        keycloak.admin().body(client).post(realm.adminPath("/clients")).then().statusCode(201);
        return app;
    }

    private static ObjectNode client(Keycloak keycloak, Realm realm) {
        return (ObjectNode) keycloak.admin()
                .queryParam("clientId", "pbx-app")
                .get(realm.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .as(ArrayNode.class)
                .get(0);
    }

    public String redirectUri() {
        return uri(CALLBACK);
    }

    String signedOutUri() {
        return uri(SIGNED_OUT);
    }

    /** A picture for the sign-in pages. */
    String logoUri() {
        return uri(LOGO);
    }

    /**
     * Where the app sends a browser to sign in: each time with a new verifier and a new state. Callbacks that nobody has
     * waited for are forgotten.
     */
    public String authorizationUrl(String... parameters) {
        callbacks.clear();
        verifier = CodeVerifier.random();
        state = UUID.randomUUID().toString();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", clientId);
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.put("redirect_uri", redirectUri());
        query.put("state", state);
        query.put("code_challenge", verifier.challenge());
        query.put("code_challenge_method", "S256");
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return realm.issuer() + "/protocol/openid-connect/auth?" + encode(query);
    }

    /** Where the app sends a browser to sign out. */
    String logoutUrl(String idToken) {
        return realm.issuer() + "/protocol/openid-connect/logout?"
                + encode(Map.of("id_token_hint", idToken, "post_logout_redirect_uri", signedOutUri()));
    }

    /** Waits until a browser comes back from Keycloak; what it brings. */
    public Map<String, String> callback() {
        Map<String, String> callback = next(callbacks, "callback");
        assertThat(callback).containsEntry("state", state).containsEntry("iss", realm.issuer());
        return callback;
    }

    /** Whether a browser came back from Keycloak that nobody has waited for. */
    public boolean hasCallback() {
        return !callbacks.isEmpty();
    }

    /** Waits for a sign-in that ends with a code, and exchanges the code: the token endpoint's answer. */
    public Response tokens() {
        Map<String, String> callback = callback();
        assertThat(callback).containsKey("code");
        return exchange(callback.get("code"), verifier.value());
    }

    Response exchange(String code, String codeVerifier) {
        return realm.tokenRequest(
                "grant_type",
                "authorization_code",
                "client_id",
                clientId,
                "redirect_uri",
                redirectUri(),
                "code",
                code,
                "code_verifier",
                codeVerifier);
    }

    Response refresh(String refreshToken) {
        return realm.tokenRequest("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken);
    }

    /** Waits for a logout by back channel: its logout token. */
    String logoutToken() {
        return next(logoutTokens, "logout token");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path)
                .toString();
    }

    private static <T> T next(BlockingQueue<T> queue, String what) {
        try {
            T next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as(what).isNotNull();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (form == null) {
            return parameters;
        }
        for (String pair : form.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String page(String title) {
        return "<!DOCTYPE html><html lang=\"en\"><title>" + title + "</title><h1>" + title + "</h1></html>";
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        answer(exchange, "text/html; charset=utf-8", body);
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
