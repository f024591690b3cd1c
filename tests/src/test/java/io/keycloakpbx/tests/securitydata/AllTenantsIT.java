package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.sts.TokenTenant;
import io.keycloakpbx.tests.sts.TrustApi;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Companies and domains of all tenants, for the administration realm. */
@OnKeycloak
@Isolated("the administration realm has security data meanwhile")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllTenantsIT {

    private static final String PASSWORD = "All-tenants-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Realm master;
    private final SecurityDataApi api;

    AllTenantsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.master = keycloak.realm("master");
        this.api = new SecurityDataApi(keycloak, master);
    }

    @BeforeAll
    void switchOn() {
        api.switchOn();
    }

    @AfterAll
    void switchOff() {
        master.update(realm -> realm.withObjectProperty("attributes").remove("pbx.securityData"));
        ObjectNode left = keycloak.admin().get(master.adminPath("")).as(ObjectNode.class);
        assertThat(left.path("attributes").has("pbx.securityData")).isFalse();
    }

    private List<Map<String, Object>> rows(String set, String filter) {
        Response answer = api.get(set, Map.of("$filter", filter));
        answer.then().statusCode(200);
        return answer.path("value");
    }

    @Test
    void everyTenantIsADomainWithItsCompany() {
        tenant.attribute("pbx.securityData", "true");
        SecurityDataApi own = new SecurityDataApi(keycloak, tenant);
        assertThat(rows("Domain", "Name eq '" + tenant.name() + "'"))
                .containsExactlyElementsOf(own.get("Domain").<List<Map<String, Object>>>path("value"));
        assertThat(rows("Company", "Code eq '" + tenant.name() + "'"))
                .containsExactlyElementsOf(own.get("Company").<List<Map<String, Object>>>path("value"));
        int domain = own.get("Domain").path("value[0].DomainID");
        for (String item : List.of("Domain(" + domain + ")", "PasswordSetting(" + domain + ")")) {
            assertThat(api.get(item).asString()).isEqualTo(own.get(item).asString());
        }
        assertThat(rows("Domain", "Name eq 'acme' or Name eq 'globex'")).hasSize(2);
        assertThat(rows("Domain", "Name eq 'master'")).isEmpty();
        assertThat(api.get("Domain?$select=DomainID&$top=500").<List<Integer>>path("value.DomainID"))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void companiesOfSeveralTenantsAndOfNone() {
        String code = "Holding of " + tenant.name();
        String company = made(
                "/components",
                Map.of(
                        "name",
                        code,
                        "providerId",
                        "company",
                        "providerType",
                        "io.keycloakpbx.securitydata.SecurityDataItemProvider",
                        "config",
                        Map.of("name", List.of("Holding"))));
        String undeclared = "Undeclared " + tenant.name();
        try {
            assertThat(rows("Company", "Code eq '" + code + "'"))
                    .singleElement()
                    .satisfies(found ->
                            assertThat(found).containsEntry("Name", "Holding").containsEntry("Description", null));
            tenant.attribute("pbx.company", undeclared);
            assertThat(rows("Company", "Name eq '" + undeclared + "' and Code eq '" + undeclared + "'"))
                    .hasSize(1);
            assertThat(rows("Domain", "Name eq '" + tenant.name() + "'"))
                    .singleElement()
                    .satisfies(found -> assertThat(found).containsEntry("Company", undeclared));
            assertThat(rows("Company", "Code eq '" + tenant.name() + "'")).isEmpty();
        } finally {
            tenant.attribute("pbx.company", "");
            remove("/components/" + company);
        }
        assertThat(rows("Company", "Code eq '" + code + "'")).isEmpty();
    }

    private void remove(String path) {
        keycloak.admin().delete(master.adminPath(path)).then().statusCode(204);
    }

    @Test
    void whoMayViewSomeTenantsSeesThem() {
        String id = master.createUser("viewer-of-some", PASSWORD);
        try {
            master.grantClientRoles(id, "master-realm", "view-realm");
            master.grantClientRoles(id, tenant.name() + "-realm", "view-realm");
            String token = master.token("admin-cli", "viewer-of-some", PASSWORD);
            assertThat(api.getWith(token, "Domain?$select=Name").<List<String>>path("value.Name"))
                    .containsExactly(tenant.name());
            Response companies = api.getWith(token, "Company?$select=Code");
            assertThat(companies.<List<String>>path("value.Code"))
                    .contains(tenant.name())
                    .doesNotContain("acme", "globex");
        } finally {
            master.deleteUser(id);
        }
    }

    private String made(String path, Map<String, Object> body) {
        String location =
                keycloak.admin().body(body).post(master.adminPath(path)).header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void post(String path, Object body) {
        keycloak.admin().body(body).post(master.adminPath(path)).then().statusCode(204);
    }

    /** The role {@code view-realm} or the like of a realm. */
    private Map<String, Object> roleFor(String realm, String role) {
        String client = keycloak.admin()
                .get(master.adminPath("/clients?clientId=" + realm + "-realm"))
                .path("[0].id");
        return keycloak.admin()
                .get(master.adminPath("/clients/" + client + "/roles/" + role))
                .path("");
    }

    private List<String> namesWith(String token) {
        Response answer = api.getWith(token, "Domain?$select=Name");
        answer.then().statusCode(200);
        return answer.path("value.Name");
    }

    @Test
    void tenantsAreInViewByWhateverWayTheirRoleIsHeld() {
        String id = master.createUser("viewer-by-group", PASSWORD);
        master.grantClientRoles(id, "master-realm", "view-realm");
        String token = master.token("admin-cli", "viewer-by-group", PASSWORD);
        assertThat(namesWith(token)).isEmpty();
        assertThat(api.getWith(token, "Domain/$count").asString()).isEqualTo("0");
        int acme = (Integer) rows("Domain", "Name eq 'acme'").get(0).get("DomainID");
        for (String item : List.of("Domain(" + acme + ")", "PasswordSetting(" + acme + ")")) {
            api.get(item).then().statusCode(200);
            api.getWith(token, item).then().statusCode(404);
        }
        // By a role in a role of the group above.
        String composite = "viewers-of-" + tenant.name();
        made("/roles", Map.of("name", composite));
        post("/roles/" + composite + "/composites", List.of(roleFor(tenant.name(), "manage-realm")));
        String group = made("/groups", Map.of("name", composite));
        String below = made("/groups/" + group + "/children", Map.of("name", "below"));
        post("/groups/" + group + "/role-mappings/realm", List.of(master.role(composite)));
        keycloak.admin()
                .put(master.adminPath("/users/" + id + "/groups/" + below))
                .then()
                .statusCode(204);
        try {
            assertThat(namesWith(token)).containsExactly(tenant.name());
            assertThat(api.getWith(token, "Domain/$count").asString()).isEqualTo("1");
            api.getWith(token, "Domain(" + acme + ")").then().statusCode(404);
            // The role admin by a group.
            post("/groups/" + below + "/role-mappings/realm", List.of(master.role("admin")));
            api.getWith(token, "Domain(" + acme + ")").then().statusCode(200);
            assertThat(Integer.parseInt(api.getWith(token, "Domain/$count").asString()))
                    .isGreaterThan(2);
        } finally {
            remove("/roles/" + composite);
            remove("/groups/" + group);
            master.deleteUser(id);
        }
    }

    @Test
    void aClientThatMayNotUseARoleShowsNothingByIt() {
        String client = made(
                "/clients",
                Map.of(
                        "clientId",
                        "narrow-" + tenant.name(),
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "fullScopeAllowed",
                        false));
        String id = master.createUser("viewer-by-narrow-client", PASSWORD, "admin");
        master.grantClientRoles(id, tenant.name() + "-realm", "view-realm");
        try {
            Map<String, Object> own = roleFor("master", "view-realm");
            post("/clients/" + client + "/scope-mappings/clients/" + own.get("containerId"), List.of(own));
            assertThat(namesWith(master.token("narrow-" + tenant.name(), "viewer-by-narrow-client", PASSWORD)))
                    .isEmpty();
            Map<String, Object> tenants = roleFor(tenant.name(), "view-realm");
            post("/clients/" + client + "/scope-mappings/clients/" + tenants.get("containerId"), List.of(tenants));
            assertThat(namesWith(master.token("narrow-" + tenant.name(), "viewer-by-narrow-client", PASSWORD)))
                    .containsExactly(tenant.name());
        } finally {
            remove("/clients/" + client);
            master.deleteUser(id);
        }
    }

    @Test
    void securityTokensAreForUsersOfEveryTenant() {
        TokenTenant users = TokenTenant.of(keycloak, keycloak.tenant());
        users.createUser("101");
        String name = users.realm().name() + "\\101";
        TrustApi service =
                TrustApi.of(keycloak, keycloak.baseUrl() + master.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT));

        String token = service.token(name, TokenTenant.PASSWORD);

        assertThat(service.flaw(token)).isNull();
        assertThat(service.at(users.tokenService()).flaw(token)).isNull();
        assertThat(service.flaw(TrustApi.token(service.with("Renew", token)))).isNull();
        users.realm().attribute("pbx.securityData", "");
        assertThat(service.flaw(token)).isEqualTo("This service has not issued the token, or it was changed.");
        service.requireFault(
                service.issue(name, TokenTenant.PASSWORD),
                "wst:FailedAuthentication",
                "The domain, the user name or the password is wrong, or the user may not sign in at this time.");
    }
}
