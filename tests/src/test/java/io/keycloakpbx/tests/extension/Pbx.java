package io.keycloakpbx.tests.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A tenant with one PBX server. */
public final class Pbx {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Keycloak keycloak;
    private final Realm realm;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final String server;

    /** Makes the server in a tenant that is there. */
    public Pbx(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.realm = tenant;
        this.server = createServer("pbx");
    }

    public Realm realm() {
        return realm;
    }

    /** The id of the server. */
    public String server() {
        return server;
    }

    /** The path of the servers. */
    public String servers() {
        return realm.adminPath("/communication_manager/rest/config/asterisk");
    }

    /** The path of the server's extensions. */
    public String extensions() {
        return servers() + "/" + server + "/extensions";
    }

    /** The path of an extension. */
    public String extension(String id) {
        return extensions() + "/" + id;
    }

    /** The path of an extension's managing user. */
    public String managingUser(String id) {
        return extension(id) + "/managingUser";
    }

    /** The path of the user whose default an extension is. */
    public String defaultUser(String id) {
        return extension(id) + "/defaultExtensionUser";
    }

    /** The path of whose an extension is, for who has been shown whose it was. */
    public String owner(String id) {
        return realm.adminPath("/extensions/" + id + "/owner");
    }

    /** The path of the tenant's PBX data. */
    public String data() {
        return realm.adminPath("/pbx-data");
    }

    public String createServer(String name) {
        return keycloak.admin()
                .body(Map.of("name", name))
                .post(servers())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public String createExtension(String number) {
        return keycloak.admin()
                .body(Map.of("extension", number))
                .post(extensions())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A user body that names a user who exists. */
    public Map<String, Object> userBody(String id, String username) {
        return Map.of("id", id, "username", username, "password", "Not-used-here-1!");
    }

    public Response assign(String extensionId, String userId, String username) {
        return keycloak.admin().body(userBody(userId, username)).post(managingUser(extensionId));
    }

    /** Gives a user roles of the client {@code realm-management}. */
    public void grant(String userId, String... roles) {
        realm.grantClientRoles(userId, "realm-management", roles);
    }

    /** The answer of the tenant's sign-in API. */
    public Response signIn(String username, String password) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post(realm.path("/api/auth/sign_in"));
    }

    /** An access token of a user. */
    public String token(String username, String password) {
        return signIn(username, password).then().statusCode(200).extract().path("access_token");
    }

    /**
     * A JSON request of a user of the tenant, with one token for all of them: Keycloak refuses a sign-in that comes before
     * it has noted the success of the one before.
     */
    public RequestSpecification as(String username, String password) {
        String token = tokens.computeIfAbsent(username, name -> token(name, password));
        return keycloak.http(token).contentType(ContentType.JSON);
    }

    /** The claims of a token. */
    public static JsonNode claims(String token) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The representation of an admin event. */
    public static JsonNode representation(Realm.AdminEvent event) {
        try {
            return JSON.readTree(event.representation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The admin events about managing users, oldest first. */
    public List<JsonNode> ownershipEvents() {
        List<JsonNode> events = new ArrayList<>(realm.adminEvents().stream()
                .filter(event -> event.resourcePath().endsWith("/managingUser"))
                .map(Pbx::representation)
                .toList());
        Collections.reverse(events);
        return events;
    }
}
