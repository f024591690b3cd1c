package io.keycloakpbx.tests.securitydata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** CostGuard's commands at the base URL of a realm. */
final class SecurityServiceApi {

    static final String NAMESPACE = "https://webservices.idibilling.com";
    static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int PERMISSION = 500301;
    private static final int UNKNOWN_ID = 500302;
    private static final int INVALID = 500303;

    private final Keycloak keycloak;
    private final Realm realm;

    SecurityServiceApi(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
    }

    /** Switches security data on. */
    void switchOn() {
        realm.attribute("pbx.securityData", "true");
    }

    /** The path of the base URL. */
    String path() {
        return realm.path("/securityservice");
    }

    /** Calls an operation by JSON as the server's administrator. */
    Response json(String operation, Object request) {
        return json(keycloak.adminToken(), operation, request);
    }

    /** Calls an operation by JSON, with a token in {@code Requestor}, as the contract's examples do. */
    Response json(String token, String operation, Object request) {
        return sendJson(operation, envelope(token, request));
    }

    /** The body of a call by JSON; a null token is left out. */
    static String envelope(String token, Object request) {
        Map<String, Object> requestor = new LinkedHashMap<>();
        if (token != null) {
            requestor.put("AuthorizationToken", token);
        }
        requestor.put("CultureName", "en-US");
        requestor.put("RegisterID", 0);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Request", request);
        body.put("Requestor", requestor);
        return JSON.valueToTree(body).toString();
    }

    /** Sends a body as the contract's examples do, whose content type lacks a quotation mark. */
    Response sendJson(String operation, String body) {
        return keycloak.http()
                .header("Content-Type", "application/soap+xml; action=\"" + action(operation))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path());
    }

    /**
     * Calls an operation by SOAP, with a token in {@code Requestor}.
     *
     * @param soap the namespace of the version
     * @param request the content of the element {@code Request}
     */
    Response soap(String soap, String token, String operation, String request) {
        return sendSoap(soap, operation, soapEnvelope(soap, token, operation, request));
    }

    /** The same as the server's administrator, in SOAP 1.2. */
    Response soap(String operation, String request) {
        return soap(SOAP_12, keycloak.adminToken(), operation, request);
    }

    /** The envelope of a call; a null token is left out. */
    static String soapEnvelope(String soap, String token, String operation, String request) {
        return "<e:Envelope xmlns:e=\"" + soap + "\"><e:Body><" + operation + " xmlns=\"" + NAMESPACE + "\"><Request>"
                + request + "</Request><Requestor>"
                + (token == null ? "" : "<AuthorizationToken>" + token + "</AuthorizationToken>")
                + "<CultureName>en-US</CultureName></Requestor></" + operation + "></e:Body></e:Envelope>";
    }

    /** Sends an envelope. */
    Response sendSoap(String soap, String operation, String envelope) {
        var http = keycloak.http();
        if (soap.equals(SOAP_11)) {
            http.header("Content-Type", "text/xml; charset=utf-8").header("SOAPAction", '"' + action(operation) + '"');
        } else {
            http.header("Content-Type", "application/soap+xml; charset=utf-8; action=\"" + action(operation) + '"');
        }
        return http.body(envelope.getBytes(StandardCharsets.UTF_8)).post(path());
    }

    static String action(String operation) {
        return NAMESPACE + "/SecurityService1/" + operation;
    }

    /** What has come of a call that was done by JSON: {@code Result}. There are no messages. */
    static JsonNode result(Response answer) {
        JsonNode body = answer.then().statusCode(200).extract().as(JsonNode.class);
        if (!body.path("Messages").isEmpty()) {
            throw new AssertionError("There are messages: " + body);
        }
        return body.get("Result");
    }

    /** The body of an answer by JSON that refuses. */
    static JsonNode refusal(ObjectNode... messages) {
        return body(null, messages);
    }

    /** The same of an operation that can remove. */
    static JsonNode refusalOfRemoving(ObjectNode... messages) {
        return body(JsonNodeFactory.instance.objectNode().put("RemoveSuccessful", false), messages);
    }

    private static JsonNode body(ObjectNode result, ObjectNode... messages) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("Messages");
        for (ObjectNode message : messages) {
            list.add(message);
        }
        if (result != null) {
            body.set("Result", result);
        }
        return body;
    }

    /** A message that refuses; {@code itemIndex} counts from 1. */
    static ObjectNode error(int number, String itemType, int itemId, int itemIndex, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ItemID", itemId)
                .put("ItemIndex", itemIndex)
                .put("ItemType", itemType)
                .put("LoggingNumber", number)
                .put("Message", text)
                .put("Type", "Error");
    }

    /** A message that refuses the caller. */
    static ObjectNode forbidden(String itemType, String text) {
        return error(PERMISSION, itemType, 0, 0, text);
    }

    /** A message that a number is nobody's. */
    static ObjectNode unknown(String itemType, int itemId) {
        return error(UNKNOWN_ID, itemType, itemId, 0, "There is no " + itemType + " with the ID " + itemId + ".");
    }

    /** A message that a member is wrong. */
    static ObjectNode invalid(String itemType, String text) {
        return error(INVALID, itemType, 0, 0, text);
    }

    /** The body of an answer by JSON. */
    static JsonNode body(Response answer) {
        return answer.then().extract().as(JsonNode.class);
    }
}
