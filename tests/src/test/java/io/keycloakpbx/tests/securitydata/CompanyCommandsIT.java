package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.refusedOutright;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.invalid;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Companies are made and changed by commands at the administration realm. */
@OnKeycloak
@Isolated("the administration realm has security data meanwhile")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompanyCommandsIT {

    private static final String TYPE = "Company";
    private static final String DENIED = "Manage Companies permission is required.";

    private final CommandTenant tenant;
    private final Realm administration;
    private final CommandTenant master;

    CompanyCommandsIT(Keycloak keycloak, Realm realm) {
        this.tenant = new CommandTenant(keycloak, realm);
        this.administration = keycloak.realm("master");
        this.master = new CommandTenant(keycloak, administration);
    }

    @AfterAll
    void switchOff() {
        administration.attribute("pbx.securityData", "");
    }

    @Test
    void oneIsMadeAndChanged() {
        administration.clearEvents();
        JsonNode made = master.done("CreateCompany", "Code", "cmd-one", "Name", "One", "Description", "First");
        int id = made.path(TYPE).path("CompanyID").intValue();
        assertThat(made.toString())
                .isEqualTo("{\"Company\":{\"Code\":\"cmd-one\",\"CompanyID\":" + id
                        + ",\"Description\":\"First\",\"Name\":\"One\"}}");
        assertThat(master.entity(TYPE, id)).isEqualTo(made.path(TYPE));
        JsonNode changed = master.done("ModifyCompany", "CompanyID", id, "Code", "cmd-one", "Description", "");
        assertThat(changed.toString())
                .isEqualTo("{\"Company\":{\"Code\":\"cmd-one\",\"CompanyID\":" + id
                        + ",\"Description\":null,\"Name\":\"One\"}}");
        String answer = master.service()
                .soap("ModifyCompany", "<CompanyID>" + id + "</CompanyID><Name>Eins &amp; mehr</Name>")
                .asString();
        assertThat(answer)
                .contains("<ModifyCompanyResult><Messages/><Result><Company><Code>cmd-one</Code><CompanyID>" + id
                        + "</CompanyID><Name>Eins &amp; mehr</Name></Company></Result></ModifyCompanyResult>");
        assertThat(administration.adminEvents())
                .filteredOn(event ->
                        event.representation() != null && event.representation().contains("\"cmd-one\""))
                .hasSize(3)
                .extracting(event -> event.operationType()
                        + ' '
                        + event.resourceType()
                        + ' '
                        + event.resourcePath().startsWith("components/"))
                .containsExactlyInAnyOrder("CREATE COMPONENT true", "UPDATE COMPONENT true", "UPDATE COMPONENT true");
    }

    @Test
    void aCompanyThatOnlyARealmNamesGetsAComponent() {
        int id = tenant.<Integer>values(TYPE, "CompanyID", "CompanyID gt 0").get(0);
        master.done("ModifyCompany", "CompanyID", id, "Name", "Declared");
        assertThat(tenant.<String>values(TYPE, "Name", "CompanyID gt 0")).containsExactly("Declared");
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        refusedOutright(
                master.json("CreateCompany", "Name", " blank", "Description", "x".repeat(1001)),
                400,
                invalid(TYPE, "Code is required"),
                invalid(
                        TYPE,
                        "Name must have 1 to 255 characters, none of them control or formatting characters, and no"
                                + " blank at its start or end"),
                invalid(TYPE, "Description must have at most 1000 characters"));
        refusedOutright(master.json("ModifyCompany"), 400, invalid(TYPE, "CompanyID is required"));
        refusedOutright(master.json("ModifyCompany", "CompanyID", 2_000_000_000), 404, unknown(TYPE, 2_000_000_000));
        int id = master.done("CreateCompany", "Code", "cmd-fixed")
                .path(TYPE)
                .path("CompanyID")
                .intValue();
        refusedOutright(
                master.json("ModifyCompany", "CompanyID", id, "Code", "cmd-other"),
                403,
                error(
                        500306,
                        TYPE,
                        id,
                        0,
                        "Code cannot be changed: domains name the company by it. Leave it out, or as it is."));
    }

    @Test
    void oneOfThoseMadeAtOnceIsMade() {
        List<Response> answers =
                Together.send(4, i -> master.json("CreateCompany", "Code", i % 2 == 0 ? "cmd-race" : "CMD-race"));
        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnlyOnce(200)
                .containsOnly(200, 409);
        answers.stream().filter(answer -> answer.statusCode() == 409).forEach(answer -> assertThat(answer.asString())
                .contains("\"LoggingNumber\":500304"));
    }

    @Test
    void whatTwoChangeAtOnceIsBothChanged() {
        int id = master.done("CreateCompany", "Code", "cmd-both")
                .path(TYPE)
                .path("CompanyID")
                .intValue();
        for (int i = 0; i < 5; i++) {
            String name = "Name " + i;
            String description = "Text " + i;
            List<Response> answers = Together.send(
                    2,
                    one -> one == 0
                            ? master.json("ModifyCompany", "CompanyID", id, "Name", name)
                            : master.json("ModifyCompany", "CompanyID", id, "Description", description));
            assertThat(answers).extracting(Response::statusCode).containsOnly(200);
            JsonNode company = master.entity(TYPE, id);
            assertThat(company.path("Name").asText()).isEqualTo(name);
            assertThat(company.path("Description").asText()).isEqualTo(description);
        }
    }

    @Test
    void onlyTheAdministrationRealmHasThem() {
        refusedOutright(tenant.json("CreateCompany", "Code", "cmd-here"), 403, forbidden(TYPE, DENIED));
        refusedOutright(
                tenant.jsonWith(tenant.tokenOf("company-boss", "realm-admin"), "ModifyCompany", "CompanyID", 1),
                403,
                forbidden(TYPE, DENIED));
    }
}
