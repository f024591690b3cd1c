package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.NodeProgram;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Security data read by a client that people have: DevExtreme's ODataStore on Node.js, OData 3. */
@OnKeycloak
class ODataStoreIT {

    private final Keycloak keycloak;
    private final Realm tenant;

    ODataStoreIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    void readsFiltersSortsPagesAndCounts() throws IOException, InterruptedException {
        NodeProgram store = NodeProgram.install("odata-store", "store.mjs");
        try (FurnishedTenant furnished = new FurnishedTenant(keycloak, tenant)) {
            for (int i = 101; i <= 103; i++) {
                furnished.user(Integer.toString(i));
            }
            furnished.webservice("service");
            new SecurityDataApi(keycloak, tenant).createUsers("2", 105);
            reads(store);
        }
    }

    private void reads(NodeProgram store) throws IOException, InterruptedException {
        SecurityDataApi data = new SecurityDataApi(keycloak, tenant);
        JsonPath seen = JsonPath.from(store.run(json(Map.of(
                "baseUrl",
                keycloak.baseUrl() + tenant.adminPath("/securitydata"),
                "token",
                keycloak.adminToken(),
                "user",
                "101",
                "since",
                Instant.now().minusSeconds(86_400).toString(),
                "sets",
                SecurityDataApi.KEYS))));

        int users = data.numberOfUsers();
        assertThat(seen.getList("found.UserName")).containsExactly("101");
        assertThat(seen.getBoolean("createdIsDate")).isTrue();
        assertThat(seen.getString("byKey")).isEqualTo("101");
        assertThat(seen.getInt("total")).isEqualTo(users);
        assertThat(seen.getInt("totalOfSome")).isEqualTo(3);
        assertThat(seen.getList("page.names")).hasSize(2);
        assertThat(seen.getInt("page.total")).isEqualTo(users);
        assertThat(seen.<String>getList("contains")).contains("101", "102", "103");
        assertThat(seen.getList("nested")).containsExactly("102", "103");
        assertThat(seen.getList("dates")).hasSize(users);
        assertThat(seen.<String>getList("absent")).contains("101").hasSize(users);
        // More than a page: the store has followed the links.
        assertThat(seen.getInt("everybody")).isEqualTo(users).isGreaterThan(100);
        assertThat(seen.<Map<String, Map<String, Object>>>get("readable"))
                .hasSameSizeAs(SecurityDataApi.KEYS)
                .allSatisfy((set, read) -> {
                    assertThat((Integer) read.get("rows")).as(set).isPositive();
                    assertThat(read).as(set).containsEntry("sameByKey", true);
                });
        assertThat(seen.getString("passwordSetting")).isEqualTo(tenant.name());
        assertThat(seen.<String, Object>getMap("wrong"))
                .isEqualTo(Map.of("status", 400, "message", data.textOf("User?$filter=Nope eq 1")));
        assertThat(seen.getInt("malformed.status")).isEqualTo(400);
        assertThat(seen.getInt("unknown.status")).isEqualTo(404);
    }

    private static String json(Map<String, Object> settings) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(settings);
    }
}
