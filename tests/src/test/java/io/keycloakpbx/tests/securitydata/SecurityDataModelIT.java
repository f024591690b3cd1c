package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Companies, environments, applications, providers, permissions and questions, as Keycloak has them and as CostGuard tells them. */
@OnKeycloak
class SecurityDataModelIT {

    private static final String TYPE = "io.keycloakpbx.securitydata.SecurityDataItemProvider";
    private static final String URI = "http://crm.example.test/";
    private static final String NAME_RULE =
            " must have 1 to 255 characters, none of them control or formatting characters,"
                    + " and no blank at its start or end";

    private final Keycloak keycloak;
    private final Realm tenant;

    SecurityDataModelIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    private Response get(Realm realm, String path) {
        return new SecurityDataApi(keycloak, realm).get(path);
    }

    private Response get(Realm realm, String set, String option, String value) {
        return new SecurityDataApi(keycloak, realm).get(set, Map.of(option, value));
    }

    /** The entities of a set for which a property has a value. */
    private String entities(Realm realm, String set, String property, String value) {
        Response answer = get(realm, set, "$filter", property + " eq '" + value + "'");
        answer.then().statusCode(200);
        return answer.asString();
    }

    private static String value(String... entities) {
        return "{\"value\":[" + String.join(",", entities) + "]}";
    }

    private void company(Realm realm, String name, Map<String, List<String>> config) {
        component("master", name, "company", config).then().statusCode(201);
        realm.attribute("pbx.company", name);
    }

    private Response component(String realm, String name, String provider, Map<String, List<String>> config) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("name", name);
        component.put("providerId", provider);
        component.put("providerType", TYPE);
        component.put("config", config);
        return keycloak.admin().body(component).post("/admin/realms/" + realm + "/components");
    }

    private static String made(Response created) {
        String location = created.then().statusCode(201).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private String client(Realm realm, String clientId, Map<String, Object> more, Map<String, String> attributes) {
        Map<String, Object> client = new LinkedHashMap<>(more);
        client.put("clientId", clientId);
        client.put("attributes", attributes);
        return made(keycloak.admin().body(client).post(realm.adminPath("/clients")));
    }

    private String environment(Realm realm, String name) {
        return client(
                realm,
                name,
                Map.of("bearerOnly", true, "description", "About " + name),
                Map.of("pbx.environment", "true"));
    }

    private void permission(Realm realm, String client, String name, Map<String, List<String>> attributes) {
        keycloak.admin()
                .body(Map.of("name", name, "description", "To " + name, "attributes", attributes))
                .post(realm.adminPath("/clients/" + client + "/roles"))
                .then()
                .statusCode(201);
    }

    /** A realm role with permissions. */
    private void role(Realm realm, String name, String client, String... permissions) {
        keycloak.admin()
                .body(Map.of("name", name, "description", "Who does " + name))
                .post(realm.adminPath("/roles"))
                .then()
                .statusCode(201);
        List<Object> carried = new ArrayList<>();
        for (String permission : permissions) {
            carried.add(keycloak.admin()
                    .get(realm.adminPath("/clients/" + client + "/roles/{role}"), permission)
                    .path(""));
        }
        keycloak.admin()
                .body(carried)
                .post(realm.adminPath("/roles/{role}/composites"), name)
                .then()
                .statusCode(204);
    }

    /** An environment, an application and its instance, a question, permissions and roles. */
    private void furnish(Realm realm) {
        realm.attribute("pbx.securityData", "true");
        environment(realm, "Production");
        environment(realm, "Test");
        component(
                        realm.name(),
                        "CRM",
                        "application",
                        Map.of(
                                "name", List.of("Customers"),
                                "description", List.of("Who they are"),
                                "appTrayLinkBehavior", List.of("1"),
                                "permissions", List.of("View Customers", "Call Customers")))
                .then()
                .statusCode(201);
        client(
                realm,
                "CRM/Production/" + URI,
                Map.of("name", "Customers of all", "description", "The real ones"),
                Map.of(
                        "pbx.application", "CRM",
                        "pbx.environment.name", "Production",
                        "pbx.relyingPartyUri", URI,
                        "pbx.visible", "false"));
        component(realm.name(), "Which was your first telephone?", "security-question", Map.of())
                .then()
                .statusCode(201);
        String permissions = client(realm, "pbx-permissions", Map.of("bearerOnly", true), Map.of());
        permission(
                realm,
                permissions,
                "View Customers",
                Map.of("path", List.of("/CRM/All"), "allowBulk", List.of("true")));
        permission(realm, permissions, "Call Customers", Map.of());
        role(realm, "Caller", permissions, "Call Customers");
    }

    @Test
    void eachSetTellsWhatTheRealmHas() {
        furnish(tenant);
        tenant.update(realm -> realm.put("failureFactor", 3)
                .put("waitIncrementSeconds", 1_801)
                .put("maxDeltaTimeSeconds", 600)
                .put(
                        "passwordPolicy",
                        "length(9) and regexPattern(^.*(?=.{8,})(?=.*\\S).*$) and passwordHistory(4)"
                                + " and forceExpiredPasswordChange(90)")
                .withObjectProperty("attributes")
                .put("pbx.description", "People of the tests")
                .put("pbx.passwordStrengthText", "Nine of anything")
                .put("pbx.passwordExpirationWarningDays", "7")
                .put("pbx.securityQuestions", "2")
                .put("pbx.enableIpAllowList", "true")
                .put("pbx.ipAllowList", "192.0.2.0/24, 2001:db8::1"));
        String code = "IT " + tenant.name();
        company(tenant, code, Map.of("name", List.of("Initech Holding"), "description", List.of("Makes telephones")));
        keycloak.admin()
                .body(Map.of(
                        "alias",
                        "office",
                        "providerId",
                        "oauth2",
                        "displayName",
                        "Office",
                        "config",
                        Map.ofEntries(
                                Map.entry("clientId", "c-1"),
                                Map.entry("clientSecret", "never told"),
                                Map.entry("clientAuthMethod", "client_secret_basic"),
                                Map.entry("defaultScope", "profile"),
                                Map.entry("authorizationUrl", "https://idp.example.test/a"),
                                Map.entry("tokenUrl", "https://idp.example.test/t"),
                                Map.entry("userInfoUrl", "https://idp.example.test/u"),
                                Map.entry("userIDClaim", "user_id"),
                                Map.entry("userNameClaim", "user_email"),
                                Map.entry("backchannelSupported", "true"),
                                Map.entry("displayIconClasses", "fa-globe"),
                                Map.entry("pbx.cssColor", "#123456"),
                                Map.entry("pbx.description", "Who works here"),
                                Map.entry("pbx.profileParameters", "p=1"),
                                Map.entry("pbx.tokenParameters", "resource=r"),
                                Map.entry("pbx.openIDCustomerAccountClaim", "account"))))
                .post(tenant.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);

        int company = get(tenant, "Company").then().statusCode(200).extract().path("value[0].CompanyID");
        int domain = get(tenant, "Domain").then().statusCode(200).extract().path("value[0].DomainID");
        String own = "\"Company\":\"Initech Holding\",\"CompanyID\":" + company;
        String ofDomain =
                "\"DomainCompany\":\"Initech Holding\",\"DomainCompanyID\":" + company + ",\"DomainID\":" + domain;
        assertThat(get(tenant, "Company(" + company + ")").asString())
                .isEqualTo("{\"Code\":\"" + code + "\",\"CompanyID\":" + company
                        + ",\"Description\":\"Makes telephones\",\"Name\":\"Initech Holding\"}");
        String policy =
                "\"ExpirationDays\":90,\"ExpirationWarningDays\":7,\"FailedLogOnsAllowed\":3,\"MinimumChangeDays\":0,"
                        + "\"MinimumLength\":9,\"Name\":\"" + tenant.name() + "\",\"NumberOfSecurityQuestions\":2,";
        String rest = "\"RememberLastNumber\":4,\"ResetLockoutMinutes\":31,\"ResetRetryMinutes\":10,"
                + "\"Strength\":\"Nine of anything\",\"StrengthRegex\":\"^.*(?=.{8,})(?=.*\\\\S).*$\"}";
        String described = ",\"Description\":\"People of the tests\",\"DomainID\":" + domain;
        assertThat(get(tenant, "Domain").asString())
                .isEqualTo(value("{" + own + described + ",\"EnableIPAllowList\":true,\"EnforceStrong\":true," + policy
                        + "\"PasswordSetting\":\"" + tenant.name() + "\",\"PasswordSettingID\":" + domain + ","
                        + rest));
        assertThat(get(tenant, "PasswordSetting(" + domain + ")").asString())
                .isEqualTo("{" + own + described + ",\"EnforceStrong\":true," + policy + "\"PasswordSettingID\":"
                        + domain + "," + rest);
        assertThat(get(tenant, "Environment").asString())
                .isEqualTo(value(
                        "{" + own
                                + ",\"Description\":\"About Production\",\"EnvironmentID\":1,\"Name\":\"Production\"}",
                        "{" + own + ",\"Description\":\"About Test\",\"EnvironmentID\":2,\"Name\":\"Test\"}"));
        assertThat(get(tenant, "Application(1)").asString())
                .isEqualTo("{\"ApplicationCode\":\"CRM\",\"ApplicationID\":1,\"AppTrayLinkBehavior\":\"New Tab\","
                        + "\"AppTrayLinkBehaviorID\":\"1\"," + own + ",\"Description\":\"Who they are\","
                        + "\"Name\":\"Customers\",\"RequiresSecurityAccess\":true}");
        // What is audited has its numbers before it is asked for.
        int instance = id("ApplicationInstance", "Customers of all");
        int api = id("ApplicationInstance", "PBX sign-in API");
        assertThat(entities(tenant, "ApplicationInstance", "Name", "Customers of all"))
                .isEqualTo(value("{\"Application\":\"Customers\",\"ApplicationCode\":\"CRM\","
                        + "\"ApplicationCompany\":\"Initech Holding\",\"ApplicationCompanyID\":" + company
                        + ",\"ApplicationID\":1,\"ApplicationInstanceID\":" + instance + "," + own
                        + ",\"Description\":\"The real ones\",\"Environment\":\"Production\",\"EnvironmentID\":1,"
                        + "\"IsVisible\":false,\"Name\":\"Customers of all\",\"RelyingPartyURI\":\"" + URI + "\"}"));
        assertThat(entities(tenant, "ApplicationInstance", "Name", "PBX sign-in API"))
                .isEqualTo(value("{\"Application\":null,\"ApplicationCode\":null,\"ApplicationCompany\":null,"
                        + "\"ApplicationCompanyID\":null,\"ApplicationID\":null,\"ApplicationInstanceID\":" + api + ","
                        + own
                        + ",\"Description\":\"The client of /realms/{realm}/api: direct grant; authorization code for"
                        + " sign-ins with an identity provider\",\"Environment\":null,\"EnvironmentID\":null,"
                        + "\"IsVisible\":true,\"Name\":\"PBX sign-in API\","
                        + "\"RelyingPartyURI\":\"http://idibilling.com/webservices\"}"));
        assertThat(entities(tenant, "AllowedDomain", "ApplicationInstance", "Customers of all"))
                .isEqualTo(value("{\"ApplicationInstance\":\"Customers of all\",\"ApplicationInstanceID\":" + instance
                        + "," + own
                        + ",\"Description\":\"People of the tests\"," + ofDomain
                        + ",\"Environment\":\"Production\",\"EnvironmentID\":1,\"Name\":\"" + tenant.name() + "\"}"));
        String provider = "{\"AuthorizationProviderID\":1,\"ClientID\":\"c-1\"," + own
                + ",\"CSSClass\":\"fa-globe\",\"CSSColor\":\"#123456\",\"Description\":\"Who works here\",";
        String providersRest = "\"ForceSingleSignout\":true,\"Identifier\":\"office\",\"Name\":\"Office\","
                + "\"OpenIDCustomerAccountClaim\":\"account\",\"ProfileIdentifier\":\"user_id\","
                + "\"ProfileName\":\"user_email\",\"ProfileParameters\":\"p=1\",\"Scope\":\"profile\",";
        assertThat(get(tenant, "AuthorizationProvider").asString())
                .isEqualTo(value(provider + providersRest
                        + "\"TokenParameters\":\"resource=r\",\"UseHeaderAuthorization\":true}"));
        assertThat(get(tenant, "AllowedAuthorizationProvider").asString())
                .isEqualTo(value(provider + "\"Domain\":\"" + tenant.name() + "\"," + ofDomain + "," + providersRest
                        + "\"ShowOnLogOn\":true,\"TokenParameters\":\"resource=r\",\"UseHeaderAuthorization\":true}"));
        assertThat(get(tenant, "SecurityQuestion").asString())
                .isEqualTo(value("{\"Question\":\"Which was your first telephone?\",\"SecurityQuestionID\":1}"));
        int viewed = id("Permission", "View Customers");
        assertThat(get(tenant, "Permission(" + viewed + ")").asString())
                .isEqualTo("{\"AllowBulk\":true," + own + ",\"Description\":\"To View Customers\","
                        + "\"Name\":\"View Customers\",\"Path\":\"/CRM/All\",\"PermissionID\":" + viewed + "}");
        int called = id("Permission", "Call Customers");
        String call =
                "{\"AllowBulk\":false," + own + ",\"Description\":\"To Call Customers\",\"Name\":\"Call Customers\","
                        + "\"Path\":\"/pbx-permissions\",\"PermissionID\":" + called;
        assertThat(get(tenant, "Permission(" + called + ")").asString()).isEqualTo(call + "}");
        get(tenant, "Permission", "$filter", "Name eq 'manage-users'")
                .then()
                .body("value.Path", contains("/realm-management"));
        String role = entities(tenant, "Role", "Name", "Caller");
        int caller = JsonPath.from(role).getInt("value[0].RoleID");
        assertThat(role)
                .isEqualTo(value("{" + own + ",\"Description\":\"Who does Caller\",\"Name\":\"Caller\",\"RoleID\":"
                        + caller + "}"));
        get(tenant, "Role", "$top", "500")
                .then()
                .body("value.Name", hasItem("StandardUser"))
                .body("value.Name", not(hasItem("offline_access")))
                .body("value.Name", not(hasItem("default-roles-" + tenant.name())));
        assertThat(entities(tenant, "RolePermission", "Role", "Caller"))
                .isEqualTo(value(call + ",\"Role\":\"Caller\",\"RoleID\":" + caller + "}"));
        get(tenant, "RolePermission(RoleID=" + caller + ",PermissionID=" + called + ")")
                .then()
                .statusCode(200);
        whatIsSwitchedOffIsNotAllowed(instance, api);
        nobodyLeavesTheCompany();
    }

    private int id(String set, String name) {
        return get(tenant, set, "$filter", "Name eq '" + name + "'")
                .then()
                .statusCode(200)
                .extract()
                .path("value[0]." + set + "ID");
    }

    private void whatIsSwitchedOffIsNotAllowed(int instanceId, int api) {
        String path = tenant.adminPath("/identity-provider/instances/office");
        ObjectNode provider = keycloak.admin().get(path).as(ObjectNode.class);
        keycloak.admin()
                .body(provider.put("hideOnLogin", true))
                .put(path)
                .then()
                .statusCode(204);
        get(tenant, "AllowedAuthorizationProvider").then().body("value.ShowOnLogOn", contains(false));
        keycloak.admin().body(provider.put("enabled", false)).put(path).then().statusCode(204);
        get(tenant, "AllowedAuthorizationProvider").then().body("value.size()", equalTo(0));
        get(tenant, "AuthorizationProvider").then().body("value.size()", equalTo(1));
        String client = tenant.adminPath("/clients/"
                + keycloak.admin()
                        .queryParam("clientId", "CRM/Production/" + URI)
                        .get(tenant.adminPath("/clients"))
                        .path("[0].id"));
        ObjectNode instance = keycloak.admin().get(client).as(ObjectNode.class);
        keycloak.admin().body(instance.put("enabled", false)).put(client).then().statusCode(204);
        get(tenant, "AllowedDomain").then().body("value.ApplicationInstanceID", contains(api));
        get(tenant, "ApplicationInstance")
                .then()
                .body("value.ApplicationInstanceID", containsInAnyOrder(instanceId, api));
        // It must not be taken for one that is in all environments.
        instance.withObjectProperty("attributes").put("pbx.environment.name", "Gone");
        keycloak.admin().body(instance).put(client).then().statusCode(204);
        get(tenant, "ApplicationInstance").then().body("value.ApplicationInstanceID", contains(api));
    }

    /** Who belongs to which company is the operator's to say. */
    private void nobodyLeavesTheCompany() {
        String user = tenant.createUser("leaver", "Pbx-demo-leaver!");
        tenant.grantClientRoles(user, "realm-management", "manage-realm");
        String token = tenant.userToken("leaver", "Pbx-demo-leaver!");
        ObjectNode realm = keycloak.admin().get(tenant.adminPath("")).as(ObjectNode.class);
        realm.withObjectProperty("attributes").put("pbx.company", "acme");
        keycloak.http(token)
                .contentType(ContentType.JSON)
                .body(realm)
                .put(tenant.adminPath(""))
                .then()
                .statusCode(403)
                .body(
                        "errorMessage",
                        equalTo("Only an administrator of the master realm may change the company of realm "
                                + tenant.name()));
        realm.withObjectProperty("attributes").remove("pbx.company");
        realm.withObjectProperty("attributes").put("pbx.description", "Still there");
        keycloak.http(token)
                .contentType(ContentType.JSON)
                .body(realm)
                .put(tenant.adminPath(""))
                .then()
                .statusCode(204);
        get(tenant, "Company").then().body("value.Name", contains("Initech Holding"));
        get(tenant, "Domain").then().body("value.Description", contains("Still there"));
        tenant.attribute("pbx.company", "");
        get(tenant, "Company").then().body("value.Code", contains(tenant.name()));
    }

    @Test
    void componentsAreHeldToTheirRules() {
        String realm = tenant.name();
        refused(
                component(realm, "X", "company", Map.of()),
                "Companies are kept in realm master, for all realms; here the attribute pbx.company names one");
        refused(component(realm, " X", "application", Map.of()), "The code of an application" + NAME_RULE);
        refused(component(realm, "x".repeat(256), "application", Map.of()), "The code of an application" + NAME_RULE);
        refused(component(realm, "It\u202E's", "security-question", Map.of()), "The question" + NAME_RULE);
        refused(application(Map.of("name", List.of("Refused "))), "name" + NAME_RULE);
        refused(
                application(Map.of("description", List.of("x".repeat(1_001)))),
                "description must have at most 1000 characters");
        refused(application(Map.of("appTrayLinkBehavior", List.of("2"))), "appTrayLinkBehavior must be 0 or 1");
        refused(
                application(Map.of("requiresSecurityAccess", List.of("yes"))),
                "requiresSecurityAccess must be true or false");
        refused(application(Map.of("permissions", List.of("A", "A"))), "permissions must not have a value twice");
        refused(application(Map.of("permissions", List.of("A", "B "))), "Each of permissions" + NAME_RULE);
        String id = made(component(realm, "Billing's {0}", "application", Map.of()));
        refused(
                component(realm, "BILLING'S {0}", "application", Map.of()),
                "There is an application BILLING'S {0} already; upper and lower case are no difference");
        component(realm, "Billing's {0}", "security-question", Map.of()).then().statusCode(201);
        ObjectNode stored =
                keycloak.admin().get(tenant.adminPath("/components/" + id)).as(ObjectNode.class);
        ValidatableResponse itself = keycloak.admin()
                .body(stored.put("name", "billing's {0}"))
                .put(tenant.adminPath("/components/" + id))
                .then();
        itself.statusCode(204);
        keycloak.admin()
                .body(stored.put("parentId", id))
                .put(tenant.adminPath("/components/" + id))
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo("An application belongs to its realm: leave parentId out"));
    }

    private Response application(Map<String, List<String>> config) {
        return component(tenant.name(), "Refused", "application", config);
    }

    private static void refused(Response answer, String reason) {
        answer.then().statusCode(400).body("errorMessage", equalTo(reason));
    }

    @Test
    void realmsAreHeldToTheRulesOfTheirAttributes() {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("pbx.securityData", "on");
        wrong.put("pbx.company", "no blank at the end ");
        wrong.put("pbx.ipAllowList", "192.0.2.0/24,,198.51.100.7");
        wrong.put("pbx.enableIpAllowList", "1");
        wrong.put("pbx.passwordExpirationWarningDays", "-1");
        wrong.put("pbx.securityQuestions", "21");
        List<String> rules = List.of(
                "must be true or false",
                "must be the code of a company, of 1 to 255 characters, none of them control or formatting characters, with"
                        + " no blank at its start or end",
                "must be at most 200 IP addresses or networks such as 192.0.2.0/24, with commas between them",
                "must be true or false",
                "must be a whole number from 0 to 3650",
                "must be a whole number from 0 to 20");
        var rule = rules.iterator();
        wrong.forEach((name, value) -> saved(
                        realm -> realm.withObjectProperty("attributes").put(name, value))
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("Attribute " + name + " of realm " + tenant.name() + " " + rule.next() + ": "
                                + value.strip())));
        saved(realm -> realm.withObjectProperty("attributes").put("pbx.description", "x".repeat(1_001)))
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("Attribute pbx.description of realm " + tenant.name()
                                + " must have at most 1000 characters: " + "x".repeat(80) + "…"));
        saved(realm -> realm.put("passwordPolicy", "regexPattern(^.*#.*#.*#.*#.*#.*#.*#.*z$)"))
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("The password policy regexPattern of realm " + tenant.name()
                                + " takes too long for some passwords of 30 characters; repeat nothing that repeats"
                                + " something itself"));
        saved(realm -> realm.put("passwordPolicy", "regexPattern(^?^?^?^?^?.*)"))
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo(
                                "The password policy regexPattern of realm " + tenant.name()
                                        + " has too many choices between parts that may be empty; repeat nothing that may be"
                                        + " empty itself, and use no flag x, no && and no look-behind of more than one length"));
    }

    /** Not each password can be tried when an expression is saved. */
    @Test
    @Timeout(60)
    void noPasswordKeepsTheServerBusyWithAnExpression() {
        String user = tenant.createUser("chooser", "Pbx-demo-chooser!");
        String kept = keycloak.admin().get(tenant.adminPath("")).path("passwordPolicy");
        saved(realm -> realm.put("passwordPolicy", "regexPattern(" + ".*\\p{Sc}".repeat(8) + ".*z)"))
                .statusCode(204);
        password(user, "\u20ac".repeat(120))
                .statusCode(400)
                .body("error", equalTo("invalidPasswordRegexPatternMessage"));
        password(user, "\u20ac".repeat(8) + "z").statusCode(204);
        saved(realm -> realm.put("passwordPolicy", kept)).statusCode(204);
    }

    private ValidatableResponse password(String user, String password) {
        return keycloak.admin()
                .body(Map.of("type", "password", "value", password, "temporary", false))
                .put(tenant.adminPath("/users/" + user + "/reset-password"))
                .then();
    }

    @Test
    void aRealmFileIsHeldToTheRulesOfComponents() {
        keycloak.admin()
                .body(Map.of(
                        "realm",
                        "security-data-broken",
                        "components",
                        Map.of(
                                TYPE,
                                List.of(Map.of(
                                        "name", "It's {0} ", "providerId", "security-question", "config", Map.of())))))
                .post("/admin/realms")
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo("The question" + NAME_RULE));
        keycloak.admin().get("/admin/realms/security-data-broken").then().statusCode(404);
    }

    private ValidatableResponse saved(Consumer<ObjectNode> change) {
        ObjectNode realm = keycloak.admin().get(tenant.adminPath("")).as(ObjectNode.class);
        change.accept(realm);
        return keycloak.admin().body(realm).put(tenant.adminPath("")).then();
    }

    @Test
    void aRealmThatIsExportedAndImportedHasWhatItHad() {
        Realm moved = keycloak.createRealm("security-data-moved");
        furnish(moved);
        // A number of its own each: what was first is gone.
        List<String> sets =
                List.of("Environment", "Application", "ApplicationInstance", "SecurityQuestion", "Permission", "Role");
        renumber(moved);
        Map<String, String> before = new LinkedHashMap<>();
        sets.forEach(set -> before.put(set, get(moved, set).asString()));
        assertThat(before.get("Environment")).contains("\"EnvironmentID\":4,\"Name\":\"Production\"");
        ObjectNode export = keycloak.admin()
                .queryParam("exportGroupsAndRoles", true)
                .queryParam("exportClients", true)
                .post(moved.adminPath("/partial-export"))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        // Its keys are not in the export.
        export.withObjectProperty("components").retain(TYPE);
        String data = keycloak.admin().get(moved.adminPath("/pbx-data")).asString();
        moved.delete();
        // A file that somebody keeps by hand has no ids: names count.
        ArrayNode items = (ArrayNode) export.withObjectProperty("components").get(TYPE);
        assertThat(items).hasSize(2).allSatisfy(item -> ((ObjectNode) item).remove("id"));
        export.withArrayProperty("clients").forEach(client -> ((ObjectNode) client).remove("id"));
        export.path("roles").path("client").forEach(roles -> roles.forEach(role -> ((ObjectNode) role).remove("id")));
        keycloak.admin().body(export).post("/admin/realms").then().statusCode(201);
        keycloak.admin()
                .body(data)
                .post(moved.adminPath("/pbx-data?atomic=true"))
                .then()
                .statusCode(200)
                .body("notTaken.size()", equalTo(0));
        sets.forEach(set -> assertThat(get(moved, set)
                        .asString()
                        .replaceAll("\"CompanyID\":\\d+", "")
                        .replaceAll("\"ApplicationCompanyID\":\\d+", ""))
                .as(set)
                .isEqualTo(before.get(set)
                        .replaceAll("\"CompanyID\":\\d+", "")
                        .replaceAll("\"ApplicationCompanyID\":\\d+", "")));
        noRealmTakesACompany(moved);
    }

    /** One that is no tenant either: it would be told of the company. */
    private void noRealmTakesACompany(Realm realm) {
        String user = realm.createUser("taker", "Pbx-demo-taker!");
        realm.grantClientRoles(user, "realm-management", "manage-realm");
        String token = realm.token("admin-cli", "taker", "Pbx-demo-taker!");
        for (Map<String, String> attributes : List.of(
                Map.of("pbx.securityData", "true", "pbx.company", "acme"), Map.of("pbx.securityData", "true"))) {
            boolean isTaken = attributes.containsKey("pbx.company");
            keycloak.http(token)
                    .contentType(ContentType.JSON)
                    .body(Map.of("attributes", attributes))
                    .put(realm.adminPath(""))
                    .then()
                    .statusCode(isTaken ? 403 : 204)
                    .body(isTaken ? containsString("may change the company of realm " + realm.name()) : emptyString());
        }
    }

    /** Another Production, question and application come to the place of the first. */
    private void renumber(Realm realm) {
        get(realm, "Environment").then().body("value.Name", contains("Production", "Test"));
        String first = keycloak.admin()
                .queryParam("clientId", "Production")
                .get(realm.adminPath("/clients"))
                .path("[0].id");
        keycloak.admin().delete(realm.adminPath("/clients/" + first)).then().statusCode(204);
        get(realm, "Environment").then().body("value.EnvironmentID", contains(2));
        environment(realm, "Early");
        get(realm, "Environment").then().body("value.EnvironmentID", contains(2, 3));
        environment(realm, "Production");
        get(realm, "Environment").then().body("value.EnvironmentID", contains(2, 3, 4));
    }

    @Test
    void numbersOfOtherRealmsAreNoKeysHere() {
        tenant.attribute("pbx.securityData", "true");
        Realm acme = keycloak.realm("acme");
        int domain = get(acme, "Domain").then().statusCode(200).extract().path("value[0].DomainID");
        int company = get(acme, "Company").then().statusCode(200).extract().path("value[0].CompanyID");
        int question = get(acme, "SecurityQuestion").then().extract().path("value[1].SecurityQuestionID");
        for (String path : List.of(
                "Domain(" + domain + ")",
                "PasswordSetting(" + domain + ")",
                "Company(" + company + ")",
                "SecurityQuestion(" + (question + 100) + ")",
                "AllowedDomain(ApplicationInstanceID=2,DomainID=" + domain + ")")) {
            get(tenant, path).then().statusCode(404);
        }
        get(tenant, "PasswordSetting").then().statusCode(404);
    }

    /** What {@code ./start} shows. */
    @Test
    void theDemoShowsIt() {
        Realm acme = keycloak.realm("acme");
        get(acme, "Environment").then().body("value.Name", containsInAnyOrder("Production", "Test"));
        get(acme, "Application").then().body("value.ApplicationCode", containsInAnyOrder("CRM", "WALLBOARD"));
        get(acme, "ApplicationInstance", "$filter", "ApplicationCode ne ''")
                .then()
                .body("value.Name", hasItem("Customers (test)"))
                .body("value.find { it.Name == 'Wallboard' }.IsVisible", equalTo(false));
        get(acme, "RolePermission", "$filter", "Role eq 'Supervisor'")
                .then()
                .body("value.Name", containsInAnyOrder("View Customers", "Manage Customers", "View Wallboard"));
        get(acme, "Company").then().body("value.Name", contains("Acme")).body("value[0].Description", nullValue());
        get(acme, "SecurityQuestion").then().body("value.size()", equalTo(2));
    }
}
