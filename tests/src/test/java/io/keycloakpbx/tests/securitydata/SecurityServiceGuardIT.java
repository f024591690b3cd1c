package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.members;
import static io.keycloakpbx.tests.securitydata.CommandTenant.refusedOutright;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.action;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.envelope;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is asked of a call before its token is looked at, and what pages of other origins may read. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityServiceGuardIT {

    private static final String ORIGIN = "https://app.test";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final CommandTenant commands;

    SecurityServiceGuardIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.commands = new CommandTenant(keycloak, tenant);
    }

    @Test
    void withoutTlsNothingIsDoneWhereTheRealmWantsIt() {
        try {
            tenant.update(realm -> realm.put("sslRequired", "all"));
            tenant.clearEvents();
            for (String token : new String[] {keycloak.adminToken(), null}) {
                refusedOutright(
                        commands.jsonWith(token, "CreateEnvironment", "Name", "Plain"),
                        403,
                        error(500301, null, 0, 0, "HTTPS required"));
            }
            commands.service()
                    .soap("CreateEnvironment", "<Name>Plain</Name>")
                    .then()
                    .statusCode(500)
                    .body(containsString(">env:Sender</"))
                    .body(containsString(">HTTPS required</"));
            assertThat(tenant.adminEvents()).isEmpty();
        } finally {
            tenant.update(realm -> realm.put("sslRequired", "external"));
        }
    }

    @Test
    void aListedOriginReadsTheAnswerAndAnyMayAskFirst() {
        String path = commands.service().path();
        for (String asked : List.of(path, path + "/CreateEnvironment", path + "/1x/None")) {
            Response first = keycloak.http()
                    .header("Origin", ORIGIN)
                    .header("Access-Control-Request-Method", "POST")
                    .options(asked);
            assertThat(first.statusCode()).as(asked).isEqualTo(200);
            assertThat(first.header(ALLOW_ORIGIN)).as(asked).isEqualTo(ORIGIN);
            assertThat(first.header("Access-Control-Allow-Methods")).as(asked).contains("POST");
        }
        ObjectNode client = keycloak.admin()
                .queryParam("clientId", "pbx-rest")
                .get(tenant.adminPath("/clients"))
                .as(ObjectNode[].class)[0];
        client.putArray("webOrigins").add(ORIGIN);
        keycloak.admin()
                .body(client)
                .put(tenant.adminPath("/clients/" + client.get("id").asText()))
                .then()
                .statusCode(204);
        Response answer = keycloak.http()
                .header("Origin", ORIGIN)
                .header("Content-Type", "application/json; action=" + action("CreateEnvironment"))
                .body(envelope(commands.tokenOf("browser", "manage-clients"), members("Name", "Shown")))
                .post(path);
        result(answer);
        assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(ORIGIN);
    }
}
