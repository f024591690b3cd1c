package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
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
        master.attribute("pbx.securityData", "");
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
        keycloak.admin()
                .body(Map.of(
                        "name",
                        code,
                        "providerId",
                        "company",
                        "providerType",
                        "io.keycloakpbx.securitydata.SecurityDataItemProvider",
                        "config",
                        Map.of("name", List.of("Holding"))))
                .post("/admin/realms/master/components")
                .then()
                .statusCode(201);
        assertThat(rows("Company", "Code eq '" + code + "'")).singleElement().satisfies(company -> assertThat(company)
                .containsEntry("Name", "Holding")
                .containsEntry("Description", null));
        String undeclared = "Undeclared " + tenant.name();
        tenant.attribute("pbx.company", undeclared);
        try {
            assertThat(rows("Company", "Name eq '" + undeclared + "' and Code eq '" + undeclared + "'"))
                    .hasSize(1);
            assertThat(rows("Domain", "Name eq '" + tenant.name() + "'"))
                    .singleElement()
                    .satisfies(found -> assertThat(found).containsEntry("Company", undeclared));
            assertThat(rows("Company", "Code eq '" + tenant.name() + "'")).isEmpty();
        } finally {
            tenant.attribute("pbx.company", "");
        }
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
            keycloak.admin().delete("/admin/realms/master/users/" + id).then().statusCode(204);
        }
    }
}
