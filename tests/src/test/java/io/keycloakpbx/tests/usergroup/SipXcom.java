package io.keycloakpbx.tests.usergroup;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** sipXcom's REST API in one realm. */
final class SipXcom {

    static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private static final String XML = "text/xml";

    private final Keycloak keycloak;
    private final Realm realm;

    SipXcom(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
    }

    String path(String rest) {
        return realm.adminPath("/sipxconfig/rest" + rest);
    }

    RequestSpecification admin() {
        return keycloak.http(keycloak.adminToken());
    }

    /** A request with a token of a user. */
    RequestSpecification as(String username, String password) {
        return keycloak.http(realm.userToken(username, password));
    }

    /** Makes a user who has roles of the realm's administration. */
    String administrator(String username, String password, String... roles) {
        String id = realm.createUser(username, password);
        realm.grantClientRoles(id, "realm-management", roles);
        return id;
    }

    Response putXml(String rest, String xml) {
        return putXml(admin(), rest, xml);
    }

    Response putXml(RequestSpecification caller, String rest, String xml) {
        return caller.contentType(XML).body(xml).put(path(rest));
    }

    Response putJson(String rest, Object json) {
        return admin().contentType("application/json").body(json).put(path(rest));
    }

    Response getXml(String rest) {
        return admin().accept(XML).get(path(rest));
    }

    Response getJson(String rest) {
        return admin().accept("application/json").get(path(rest));
    }

    /** Makes a group; its number. */
    int group(String name) {
        return group(name, null);
    }

    int group(String name, String description) {
        Response created = putJson(
                "/user-group",
                Map.of(
                        "group",
                        description == null ? Map.of("name", name) : Map.of("name", name, "description", description)));
        created.then().statusCode(201);
        return created.xmlPath().getInt("response.data.id");
    }

    /** Makes a branch; its number. */
    int branch(String name) {
        Response created = putJson("/branch", Map.of("branch", Map.of("name", name)));
        created.then().statusCode(201);
        return created.xmlPath().getInt("response.data.id");
    }

    /** The id in Keycloak of a group that is there. */
    String groupId(String name) {
        List<String> ids = keycloak.admin()
                .queryParam("search", name)
                .queryParam("exact", true)
                .get(realm.adminPath("/groups"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        return ids.get(0);
    }

    /** An answer of the contract; {@code data} is what is in that element, or null where there is none. */
    static String envelope(String code, String message, String data) {
        return HEAD + "<response><code>" + code + "</code><message>" + message + "</message>"
                + (data == null ? "" : "<data>" + data + "</data>") + "</response>";
    }

    static String id(Object id) {
        return "<id>" + id + "</id>";
    }

    static String additional(String text) {
        return "<additionalMessage>" + text + "</additionalMessage>";
    }

    /** The answer to what breaks a rule. */
    static String invalid(String text) {
        return envelope("ERROR_VALIDATION_FAILED", "Failed input validation", additional(text));
    }

    /** The answer to what the caller may not. */
    static String denied(String role) {
        return envelope(
                "ERROR_ACCESS_DENIED",
                "Access denied",
                additional("You do not have access: this needs the role " + role + "."));
    }
}
