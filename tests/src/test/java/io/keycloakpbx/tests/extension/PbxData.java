package io.keycloakpbx.tests.extension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The PBX data of a tenant, as an administrator of the master realm sends and gets them. */
record PbxData(Keycloak keycloak, Pbx pbx) {

    /** The first line of most files. */
    static final String HEADER = "server,extension,displayName,managingUser,default\r\n";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Begins with one server that has no extensions, and with no events. */
    static PbxData open(Keycloak keycloak, Realm tenant) {
        Pbx pbx = new Pbx(keycloak, tenant);
        tenant.clearEvents();
        return new PbxData(keycloak, pbx);
    }

    /** Removes all servers with their extensions. */
    void removeServers() {
        keycloak.admin()
                .get(pbx.servers())
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("id")
                .forEach(id ->
                        keycloak.admin().delete(pbx.servers() + "/" + id).then().statusCode(204));
    }

    /** Where they are imported and exported. */
    String path() {
        return pbx.data();
    }

    /** The answer to a file of comma separated values. */
    Response csv(String file) {
        return request("text/csv").body(file.getBytes(StandardCharsets.UTF_8)).post(path());
    }

    /** A request with exactly this content type. */
    RequestSpecification request(String type) {
        RequestSpecification request = keycloak.http(keycloak.adminToken());
        request.config(RestAssured.config()
                .encoderConfig(EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs("text/csv", ContentType.TEXT)
                        .encodeContentTypeAs("text/csv; charset=ISO-8859-1", ContentType.TEXT)
                        .encodeContentTypeAs("application/xml", ContentType.TEXT)));
        return request.contentType(type);
    }

    /** The export. */
    String json() {
        return keycloak.admin().get(path()).then().statusCode(200).extract().asString();
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
