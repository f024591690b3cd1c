package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.refused;
import static io.keycloakpbx.tests.securitydata.CommandTenant.refusedOutright;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.body;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands and who is not of the tenant: its users are nobody to others, and who may nothing is told of that alone. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherTenantsUsersIT {

    private final Realm tenant;
    private final Realm other;
    private final CommandTenant here;
    private final CommandTenant theirs;
    private final String foreign;
    private final String mayNothing;

    OtherTenantsUsersIT(Keycloak keycloak, Realm tenant) {
        this.tenant = tenant;
        this.other = keycloak.tenant();
        this.here = new CommandTenant(keycloak, tenant);
        this.theirs = new CommandTenant(keycloak, other);
        this.foreign = theirs.tokenOf("their-administrator", "realm-admin");
        this.mayNothing = here.tokenOf("may-nothing");
    }

    @Test
    void aUserOfAnotherTenantIsUnknownToEachOperation() {
        tenant.attribute("pbx.securityQuestions", "1");
        int most = here.data()
                .get("User", Map.of("$orderby", "UserID desc", "$top", "1"))
                .path("value[0].UserID");
        String name = null;
        int number = 0;
        for (int i = 0; number <= most; i++) {
            name = "theirs-" + i;
            number = theirs.done("CreateUser", "UserName", name)
                    .path("User")
                    .path("UserID")
                    .intValue();
        }
        tenant.clearEvents();
        other.clearEvents();

        refused(here.json("ModifyUser", "UserID", number, "Remove", true), 404, unknown("User", number));
        refused(here.json("ModifyUser", "UserID", number, "LastName", "X"), 404, unknown("User", number));
        refusedOutright(here.json("UserLookup", "UserID", number), 404, unknown("User", number));
        refusedOutright(
                here.json("CreateAuthorizationCode", "Lifespan", 60, "UserName", name),
                404,
                error(500302, "User", 0, 0, "There is no user with this UserName."));
        List<Object> answers = List.of(Map.of("SecurityQuestionID", 1, "Answer", "Rex"));
        assertThat(here.done("VerifySecurityAnswers", "UserID", number, "SecurityAnswers", answers)
                        .toString())
                .isEqualTo("{\"Verified\":false}");
        assertThat(theirs.entity("User", number).path("UserName").asText()).isEqualTo(name);
        for (Realm realm : List.of(tenant, other)) {
            assertThat(realm.adminEvents()).isEmpty();
            assertThat(realm.events()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CreateEnvironment",
                "ModifyEnvironment",
                "CreateApplicationInstance",
                "ModifyApplicationInstance",
                "CreateAuthorizationProvider",
                "ModifyAuthorizationProvider",
                "AuthorizationProviderLookup",
                "CreateRole",
                "ModifyRole",
                "CreateUser",
                "ModifyUser",
                "UserLookup",
                "VerifySecurityAnswers",
                "CreateAuthorizationCode",
                "CreateCompany",
                "ModifyCompany",
                "CreateDomain",
                "ModifyDomain"
            })
    void whoMayNothingIsToldOfThatAlone(String operation) {
        refusedOutright(
                here.jsonWith(foreign, operation),
                401,
                error(500300, null, 0, 0, "A valid security token is required."));
        Response answer = here.jsonWith(mayNothing, operation);
        JsonNode messages = body(answer).path("Messages");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
        assertThat(messages).hasSize(1);
        assertThat(messages.path(0).path("LoggingNumber").intValue()).isEqualTo(500301);
    }
}
