package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.SecurityDataApi.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol of CostGuard's security data: paths, formats, rights and refusals, whatever the set. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityDataIT {

    /** In the contract's order; {@code PasswordSetting} is read by key only. */
    private static final List<String> SETS = List.of(
            "Application",
            "ApplicationInstance",
            "AllowedDomain",
            "AuthorizationProvider",
            "Company",
            "Domain",
            "AllowedAuthorizationProvider",
            "Environment",
            "Permission",
            "Role",
            "RolePermission",
            "SecurityQuestion",
            "AuditLog",
            "AuditLogActionSummary",
            "Session",
            "User",
            "EffectivePermission",
            "EffectiveRole",
            "UserApplication",
            "UserEnvironment",
            "UserIdentity",
            "UserRole",
            "UserRoleSummary");

    private static final Map<String, List<String>> SETS_BY_ROLE = Map.of(
            "view-users",
            List.of(
                    "User",
                    "UserRole",
                    "UserRoleSummary",
                    "UserEnvironment",
                    "UserApplication",
                    "UserIdentity",
                    "EffectivePermission",
                    "EffectiveRole",
                    "Session"),
            "view-realm",
            List.of(
                    "Role",
                    "RolePermission",
                    "Permission",
                    "Company",
                    "Domain",
                    "PasswordSetting",
                    "Environment",
                    "SecurityQuestion"),
            "view-clients",
            List.of("Application", "ApplicationInstance", "AllowedDomain"),
            "view-identity-providers",
            List.of("AuthorizationProvider", "AllowedAuthorizationProvider"),
            "view-events",
            List.of("AuditLog", "AuditLogActionSummary"));

    private static final String ANY_ROLE =
            "view-users or view-realm or view-clients or view-identity-providers or view-events";
    private static final String DEFAULT_ENVIRONMENT = "Environment?$select=EnvironmentID,Name";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;

    SecurityDataIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
    }

    @BeforeAll
    void switchOn() {
        api.switchOn();
    }

    private static String lacks(String role) {
        return error("You do not have access: this needs the role " + role + ".");
    }

    @Test
    void aRealmThatHasThemSwitchedOffDoesNotKnowThePath() {
        Response unknown = keycloak.admin().get(tenant.adminPath("/no-such-path"));
        unknown.then().statusCode(404);
        for (String value : Arrays.asList("false", null)) {
            tenant.attribute("pbx.securityData", value);
            for (String path : List.of("", "$metadata", "User", "User(1)", "1x/Default/User", "VersionInformation")) {
                assertThat(api.get(path).then().statusCode(404).extract().asString())
                        .isEqualTo(unknown.asString());
            }
        }
        api.switchOn();
    }

    @Test
    void theServiceDocumentHasTheSetsInTheOrderOfTheContract() {
        Response json = api.get("");
        json.then()
                .statusCode(200)
                .contentType("application/json")
                .header("DataServiceVersion", "3.0;")
                .header("Cache-Control", "no-store");
        assertThat(json.asString())
                .isEqualTo("{\"value\":["
                        + SETS.stream()
                                .map(set -> "{\"name\":\"" + set + "\",\"url\":\"" + set + "\"}")
                                .collect(Collectors.joining(","))
                        + "]}");
        assertThat(api.getAs("application/json;odata=verbose", "")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo("{\"d\":{\"EntitySets\":[\"" + String.join("\",\"", SETS) + "\"]}}");
        api.get("?$format=atom")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/atomsvc+xml"))
                .body("service.workspace.collection.@href", equalTo(SETS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$metadata", "%24metadata", "$metadata?$format=json", "1x/Default/$metadata"})
    void theSchemaHasAllSets(String path) {
        Response schema = api.getAs("application/xml", path);
        schema.then()
                .statusCode(200)
                .contentType(startsWith("application/xml"))
                .header("DataServiceVersion", "3.0;")
                .body("Edmx.DataServices.Schema.@Namespace", equalTo("SecurityData"));
        assertThat(schema.xmlPath().<String>getList("Edmx.DataServices.Schema.EntityContainer.EntitySet.@Name"))
                .hasSize(24)
                .containsAll(SETS)
                .contains("PasswordSetting");
        assertThat(schema.xmlPath().<String>getList("Edmx.DataServices.Schema.EntityType.@Name"))
                .isEqualTo(
                        schema.xmlPath().<String>getList("Edmx.DataServices.Schema.EntityContainer.EntitySet.@Name"));
    }

    @Test
    void versions() {
        Response answer = api.get("VersionInformation");
        String version = answer.then()
                .statusCode(200)
                .header("DataServiceVersion", "3.0;")
                .extract()
                .path("costGuardBundle");
        assertThat(version).isNotEqualTo("unpackaged");
        assertThat(answer.asString())
                .isEqualTo(Stream.of("SecurityData", "SecurityKey", "SecurityService", "SecurityToken")
                        .map(name -> "{\"name\":\"" + name + "\",\"softwareType\":\"WebApplication\",\"version\":\""
                                + version + "\"}")
                        .collect(Collectors.joining(
                                ",", "{\"applications\":[", "],\"costGuardBundle\":\"" + version + "\"}")));
    }

    static Stream<String> roles() {
        return SETS_BY_ROLE.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void eachSetNeedsItsRole(String role) {
        String token = api.tokenOf("with-" + role, role);
        for (String path : List.of("", "$metadata", "VersionInformation")) {
            api.getWith(token, path).then().statusCode(200);
        }
        api.getWith(token, "Nope").then().statusCode(404).body(equalTo(error("There is no set Nope.")));
        SETS_BY_ROLE.forEach((needed, sets) -> {
            for (String set : sets) {
                if (needed.equals(role)) {
                    if (!set.equals("PasswordSetting")) {
                        api.getWith(token, set + "?$top=1").then().statusCode(200);
                    }
                } else {
                    // Each kind of request in turn.
                    List<String> requests = List.of(set, set + "(1)", set + "/$count", set + "(x)?$nope=1");
                    api.getWith(token, requests.get(set.length() % requests.size()))
                            .then()
                            .statusCode(403)
                            .contentType("application/json")
                            .header("DataServiceVersion", "3.0;")
                            .body(equalTo(lacks(needed)));
                }
            }
        });
    }

    @Test
    void whoHasNoneOfTheRolesSeesNothing() {
        String token = api.tokenOf("without-roles");
        for (String path : List.of("", "$metadata", "VersionInformation", "Nope", "Nope(1)", "Nope/$count", "Nope/x")) {
            api.getWith(token, path).then().statusCode(403).body(equalTo(lacks(ANY_ROLE)));
        }
        api.getWith(token, "1x/Nope/User").then().statusCode(403).body(equalTo(lacks("view-users")));
    }

    @Test
    void refusalsComeInTheFormatThatIsAskedFor() {
        String token = api.tokenOf("without-a-role");
        String text = "You do not have access: this needs the role view-users.";
        api.get(keycloak.http(token).accept("application/json;odata=verbose"), "User")
                .then()
                .statusCode(403)
                .contentType(equalTo("application/json;charset=utf-8;odata=verbose"))
                .body(equalTo(
                        "{\"error\":{\"code\":\"\",\"message\":{\"lang\":\"en-US\",\"value\":\"" + text + "\"}}}"));
        api.getWith(token, "User?$format=atom")
                .then()
                .statusCode(403)
                .contentType(startsWith("application/xml"))
                .header("DataServiceVersion", "3.0;")
                .body(equalTo("<?xml version=\"1.0\" encoding=\"utf-8\"?><m:error"
                        + " xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\"><m:code></m:code><m:message"
                        + " xml:lang=\"en-US\">" + text + "</m:message></m:error>"));
    }

    /** Also those of somebody who may read each set there. */
    @Test
    void tokensOfOtherTenantsOpenNothing() {
        Realm other = keycloak.tenant();
        SecurityDataApi there = new SecurityDataApi(keycloak, other);
        there.switchOn();
        String foreign = there.tokenOf("foreigner", "realm-admin");
        for (String path : List.of("", "VersionInformation", "$metadata")) {
            there.getWith(foreign, path).then().statusCode(200);
            api.getWith(foreign, path).then().statusCode(403);
        }
        int domain = there.get("Domain").path("value[0].DomainID");
        List<String> sets =
                Stream.concat(SETS.stream(), Stream.of("PasswordSetting")).toList();
        assertThat(sets).hasSize(24);
        for (String set : sets) {
            there.getWith(foreign, set.equals("PasswordSetting") ? set + "(" + domain + ")" : set + "?$top=1")
                    .then()
                    .statusCode(200);
            for (String path : List.of(set, set + "(" + domain + ")", set + "/$count", "1x/Default/" + set)) {
                Response refused = api.getWith(foreign, path);
                assertThat(refused.statusCode()).as(path).isEqualTo(403);
                assertThat(refused.asString()).as(path).isEqualTo("{\"error\":\"HTTP 403 Forbidden\"}");
            }
        }
    }

    @Test
    void clientsOfCostGuardSendTheirTokenAsWrap() {
        String token = api.tokenOf("wrapped", "view-realm");
        api.get(keycloak.http().header("Authorization", "WRAP access_token=\"" + token + "\""), "Environment/$count")
                .then()
                .statusCode(200)
                .body(equalTo("1"));
        api.get(keycloak.http().header("Authorization", "WRAP access_token=\"e30.e30.\""), "Environment")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer");
        api.get(keycloak.http(), "Environment").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*||application/json|{'value':[{'EnvironmentID':0,'Name':'Default'}]}",
                "application/json||application/json|{'value':[{'EnvironmentID':0,'Name':'Default'}]}",
                "text/csv|json|application/json|{'value':[{'EnvironmentID':0,'Name':'Default'}]}",
                "application/json;odata=nometadata|"
                        + "|application/json;charset=utf-8;odata=nometadata"
                        + "|{'value':[{'EnvironmentID':0,'Name':'Default'}]}",
                "application/json;odata=light||application/json;charset=utf-8;odata=minimalmetadata"
                        + "|{'odata.metadata':'BASE$metadata#Environment','value':[{'EnvironmentID':0,'Name':'Default'}]}",
                "application/json;odata=fullmetadata||application/json;charset=utf-8;odata=fullmetadata"
                        + "|{'odata.metadata':'BASE$metadata#Environment','value':[{'odata.type':"
                        + "'SecurityData.Environment','odata.id':'BASEEnvironment(0)','EnvironmentID':0,'Name':'Default'}]}",
                "application/json;odata=verbose||application/json;charset=utf-8;odata=verbose"
                        + "|{'d':{'results':[{'__metadata':{'uri':'BASEEnvironment(0)','type':'SecurityData.Environment'},"
                        + "'EnvironmentID':0,'Name':'Default'}]}}"
            })
    void aPageInEachFormOfJson(String accept, String format, String type, String body) {
        Response answer = api.getAs(accept, DEFAULT_ENVIRONMENT + (format == null ? "" : "&$format=" + format));
        answer.then().statusCode(200).header("DataServiceVersion", "3.0;");
        assertThat(answer.contentType()).isEqualTo(type);
        assertThat(answer.asString()).isEqualTo(body.replace('\'', '"').replace("BASE", api.base()));
    }

    @Test
    void anEntityInEachFormat() {
        String path = "Environment(0)?$select=EnvironmentID,Name";
        api.get(path).then().statusCode(200).body(equalTo("{\"EnvironmentID\":0,\"Name\":\"Default\"}"));
        api.get("1x/Default/" + path + "&$format=application/json;odata=minimalmetadata")
                .then()
                .statusCode(200)
                .body(equalTo("{\"odata.metadata\":\"" + api.base()
                        + "1x/Default/$metadata#Environment/@Element\",\"EnvironmentID\":0,\"Name\":\"Default\"}"));
        api.getAs("application/atom+xml", path)
                .then()
                .statusCode(200)
                .contentType(equalTo("application/atom+xml;charset=utf-8;type=entry"))
                .body("entry.id", equalTo(api.base() + "Environment(0)"))
                .body("entry.content.properties.Name", equalTo("Default"));
        api.getAs("application/atom+xml", "Environment?$inlinecount=allpages")
                .then()
                .statusCode(200)
                .contentType(equalTo("application/atom+xml;charset=utf-8;type=feed"))
                .body("feed.count", equalTo("1"))
                .body("feed.entry.content.properties.EnvironmentID", equalTo("0"));
    }

    @Test
    void clientsThatNameAVersionGetItsJson() {
        api.get(
                        keycloak.admin().header("MaxDataServiceVersion", "3.0;NetFx"),
                        "Environment?$select=Name&$inlinecount=allpages")
                .then()
                .statusCode(200)
                .body(equalTo("{\"odata.count\":\"1\",\"value\":[{\"Name\":\"Default\"}]}"));
        api.get(keycloak.admin().header("MaxDataServiceVersion", "2.0"), "")
                .then()
                .statusCode(200)
                .body(startsWith("{\"d\":{\"EntitySets\":["));
        api.getAs("text/plain", "Environment/$count")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/plain"))
                .body(equalTo("1"));
        api.get("Environment?$select=Name&$filter=Name%20ne%20'a;b'&$format=application/json;odata=nometadata")
                .then()
                .statusCode(200)
                .body(equalTo("{\"value\":[{\"Name\":\"Default\"}]}"));
        api.get("Environment?$select=Name&inlinecount=allpages&format=json")
                .then()
                .statusCode(200)
                .body(equalTo("{\"odata.count\":1,\"value\":[{\"Name\":\"Default\"}]}"));
    }

    @Test
    void formatsThatAreNot() {
        api.get("Environment?$format=xml")
                .then()
                .statusCode(415)
                .body(startsWith(
                        "{\"odata.error\":{\"code\":\"\",\"message\":{\"lang\":\"en-US\",\"value\":\"The format"));
        api.getAs("text/csv", "Environment").then().statusCode(406).body(startsWith("{\"odata.error\""));
        api.get("Environment?$format=json&$format=atom").then().statusCode(400).body(startsWith("{\"odata.error\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Environment(99)|There is no Environment with this key.",
                "Environment%2899%29|There is no Environment with this key.",
                "Environment(-1)|There is no Environment with this key.",
                "Environment(EnvironmentID=99)|There is no Environment with this key.",
                "1x/Nope/Environment|The realm has no such environment; the set Environment has those of it.",
                "1x/%7Bx%7D%25%22%0A/Environment|The realm has no such environment; the set Environment has those of"
                        + " it.",
                "PasswordSetting|PasswordSetting is read by its key only, as in PasswordSetting(1).",
                "PasswordSetting/$count|PasswordSetting is read by its key only, as in PasswordSetting(1).",
                "environment|There is no set environment.",
                "Nope(1)|There is no set Nope.",
                "Nopenopenopenopenopenopenopenopenopenope%F0%9F%98%80no|There is no set Nopenopenopenopenopenopenopenopenopenope….",
                "Environment(0)/Name|There is nothing below a set but its entities and $count.",
                "Environment(0)/$value|There is nothing below a set but its entities and $count.",
                "Environment(0)/$count|There is no set Environment(0)."
            })
    void whatThereIsNot(String path, String text) {
        api.get(path)
                .then()
                .statusCode(404)
                .header("DataServiceVersion", "3.0;")
                .header("Cache-Control", "no-store")
                .body(equalTo(error(text)));
    }

    @Test
    void environmentsHaveNoneInside() {
        api.get("1x/Default/1x/Default/Environment").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Environment(x)",
                "Environment('0')",
                "Environment(0,1)",
                "Environment(99999999999999999999)",
                "Environment(null)",
                "Environment(%00)",
                "Environment(0%29or(1)",
                "Environment(Name='Default')",
                "UserRole(1)",
                "UserRole(UserID=1,EnvironmentID=1)",
                "UserRole(UserID=1,EnvironmentID=1,RoleID=1,RoleID=1)",
                "AuditLogActionSummary(1)",
                "AuditLogActionSummary(guid'x')",
                "Environment(0)?$filter=Name%20eq%20'x'",
                "Environment(0)?$select=Nope",
                "Environment?$expand=x",
                "Environment?$select=Nope",
                "Environment?$orderby=Nope",
                "Environment?$filter=Nope%20eq%201",
                "Environment?$filter=Name%20eq",
                "Environment?$filter=EnvironmentID%20eq%20'1'",
                "Environment?$filter=EnvironmentID%20eq%2099999999999999999999",
                "Environment?$top=-1",
                "Environment?$top=x",
                "Environment?$skip=99999999999",
                "Environment?$skip=-1",
                "Environment?$skiptoken=x",
                "Environment?$skiptoken=1,2,3",
                "Environment?$inlinecount=x",
                "Environment?$top=1&$top=1",
                "Environment?$filter=Name%20eq%20'a;b",
                "Environment?$filter=%25zz",
                "User?$filter=Nope%20eq%201",
                "User?$orderby=CredentialData",
                "UserRole?$filter=Nope%20eq%201",
                "Environment/$count?$filter=x"
            })
    void malformedRequestsAreRefusedInWords(String path) {
        Response answer = api.get(path);
        answer.then().statusCode(400).contentType("application/json").header("DataServiceVersion", "3.0;");
        assertThat(answer.<String>path("'odata.error'.message.value")).isNotBlank();
    }

    @Test
    void filtersOfMadness() throws IOException, InterruptedException {
        // As long as a request can be.
        assertThat(api.get("User?$filter=" + "not%20".repeat(500) + "IsDisabled")
                        .then()
                        .statusCode(400)
                        .extract()
                        .<String>path("'odata.error'.message.value"))
                .isNotBlank();
        api.get("User?$filter=" + "(".repeat(1_500) + "IsDisabled" + ")".repeat(1_500))
                .then()
                .statusCode(400);
        api.get("User?$filter=" + "-".repeat(3_000) + "UserID%20eq%201").then().statusCode(400);
        // What is longer the server refuses itself.
        HttpRequest longer = HttpRequest.newBuilder(
                        URI.create(api.base() + "User?$filter=" + "not%20".repeat(20_000) + "IsDisabled"))
                .header("Authorization", "Bearer " + keycloak.adminToken())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(longer, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isBetween(400, 499);
    }

    @Test
    void nothingIsWritten() {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            for (String path : List.of("", "$metadata", "User", "User(1)", "1x/Default/User")) {
                Response answer = keycloak.admin()
                        .urlEncodingEnabled(false)
                        .body("{}")
                        .request(method, tenant.adminPath("/securitydata/" + path));
                assertThat(answer.statusCode()).as("%s %s", method, path).isIn(404, 405);
            }
        }
        Response head = keycloak.admin().urlEncodingEnabled(false).head(tenant.adminPath("/securitydata/Environment"));
        head.then().statusCode(200).header("DataServiceVersion", "3.0;");
        assertThat(head.asString()).isEmpty();
    }

    @Test
    void theMasterRealmHasItsOwnOnlyWhereItIsSwitchedOn() {
        keycloak.admin()
                .get("/admin/realms/master/securitydata/Environment")
                .then()
                .statusCode(404);
    }
}
