package io.keycloakpbx.tests.operator;

import static io.keycloakpbx.tests.operator.OperatorRolesApi.FORBIDDEN;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.PASSWORD;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.id;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.names;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.refused;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.values;
import static io.keycloakpbx.tests.operator.OperatorRolesApi.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody changes base roles, and nobody of a tenant gives one that is reserved, or what it allows, on whatever way. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorRoleGuardIT {

    private static final String RESERVED =
            "The roles system, element, devops, secops, support_* and esp_* are given by an administrator of the master"
                    + " realm only";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorRolesApi api;
    /** A token of somebody who may administer all of the realm. */
    private String realmBoss;

    OperatorRoleGuardIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new OperatorRolesApi(keycloak, tenant);
    }

    @BeforeAll
    void makeUsers() {
        api.makeAdministrator();
        tenant.grantClientRoles(tenant.createUser("realm-boss", PASSWORD), "realm-management", "realm-admin");
        realmBoss = tenant.userToken("realm-boss", PASSWORD);
    }

    private static ValidatableResponse forbidden(Response response) {
        return response.then().statusCode(403).body("errorMessage", equalTo(RESERVED));
    }

    /** As the built-in roles of the PBX: not even an administrator of the master realm changes what they are. */
    @ParameterizedTest
    @CsvSource({"guest", "tenant_super", "esp_root"})
    void baseRolesStayAsTheyAre(String name) {
        Map<String, Object> role = tenant.role(name);
        String byId = tenant.adminPath("/roles-by-id/" + role.get("id"));
        List<Response> changes = List.of(
                keycloak.admin().body(with(role, "name", "renamed")).put(byId),
                keycloak.admin().body(with(role, "description", "Other")).put(byId),
                keycloak.admin()
                        .body(with(role, "attributes", Map.of("a", List.of("b"))))
                        .put(byId),
                keycloak.admin().body(List.of(tenant.role("Admin"))).post(byId + "/composites"),
                keycloak.admin().delete(byId));
        changes.forEach(change -> change.then()
                .statusCode(403)
                .body("errorMessage", equalTo("Role " + name + " is built in and cannot be changed or removed")));
        assertThat(tenant.role(name)).isEqualTo(role);
        String imitation = name.toUpperCase(Locale.ROOT);
        keycloak.admin()
                .body(Map.of("name", imitation))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("Role name " + imitation + " is reserved for the built-in role " + name));
    }

    /** The API refuses what belongs to the platform's people, nested, switched off, by value, and once it is there. */
    @Test
    void nobodyOfATenantMakesARoleOfThePlatform() {
        Map<String, Object> help = Map.of("name", "help_desk", "roles", names("support_admin"));
        String notGranted = "You may not grant role support_admin";
        refused(api.create(help), 403, FORBIDDEN, notGranted);
        refused(api.create(realmBoss, help), 403, FORBIDDEN, notGranted);
        refused(api.create(with(help, "disabled", true)), 403, FORBIDDEN, notGranted);
        Map<String, Object> value = Map.of("name", "seemingly", "permissions", values("platform/write"));
        String thePlatforms = "You may not grant permission platform/write, which is the platform's";
        refused(api.create(value), 403, FORBIDDEN, thePlatforms);
        Map<String, Object> timed = Map.of("value", "platform/write", "tenant_id", api.tenantId());
        refused(
                api.create(Map.of("name", "seemingly", "custom_permissions", List.of(timed))),
                403,
                FORBIDDEN,
                thePlatforms);
        refused(api.boss().body(timed).post(api.path("/permissions")), 403, FORBIDDEN, thePlatforms);
        String harmless = api.created(Map.of("name", "harmless"));
        refused(
                api.boss().body(with(help, "name", "harmless")).put(api.path("/roles/" + harmless)),
                403,
                FORBIDDEN,
                notGranted);

        // An administrator of the master realm may, and the tenant's people leave it alone.
        String id = api.create(keycloak.adminToken(), help)
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        String untouched = "You may not grant role help_desk, and so not change it";
        for (boolean disabled : List.of(false, true)) {
            api.as(keycloak.adminToken())
                    .body(with(help, "disabled", disabled))
                    .put(api.path("/roles/" + id))
                    .then()
                    .statusCode(200);
            refused(
                    api.boss().body(Map.of("name", "help_desk")).put(api.path("/roles/" + id)),
                    403,
                    FORBIDDEN,
                    untouched);
            refused(api.boss().delete(api.path("/roles/" + id)), 403, FORBIDDEN, untouched);
        }
        // Nor by what the role is made of.
        Map<String, Object> component =
                keycloak.admin().get(tenant.adminPath("/components/" + id)).path("");
        Map<String, Object> other = with(component, "id", harmless);
        forbidden(api.as(realmBoss)
                .body(with(other, "config", Map.of("baseRoles", List.of("esp_root"))))
                .put(tenant.adminPath("/components/" + harmless)));
        assertThat(api.composites(harmless)).isEmpty();
    }

    /** Whoever administers a tenant gives no reserved role on any way that Keycloak has; the platform's people do. */
    @Test
    @Tag("smoke")
    @Tag("database")
    void reservedRolesAreNotGivenOnOtherWays() {
        List<Object> reserved = List.of(tenant.role("esp_user"));
        String user = tenant.createUser("climber", PASSWORD);
        String mappings = tenant.adminPath("/users/" + user + "/role-mappings/realm");
        String group = id(keycloak.admin().body(Map.of("name", "ladder")).post(tenant.adminPath("/groups")));
        String rungs = id(keycloak.admin().body(Map.of("name", "rungs")).post(tenant.adminPath("/groups")));
        String container = api.created(Map.of("name", "rope"));
        String ropes = tenant.adminPath("/roles-by-id/" + container + "/composites");

        forbidden(api.boss().body(reserved).post(mappings));
        forbidden(api.as(realmBoss).body(reserved).post(mappings));
        forbidden(api.boss().body(reserved).post(tenant.adminPath("/groups/" + group + "/role-mappings/realm")));
        forbidden(api.as(realmBoss).body(reserved).post(ropes));
        forbidden(api.as(realmBoss)
                .body(reserved)
                .post(tenant.adminPath("/roles/default-roles-" + tenant + "/composites")));
        Map<String, Object> imported = Map.of("username", "imported", "realmRoles", List.of("esp_user"));
        forbidden(partialImport(realmBoss, imported));
        assertThat(tenant.userId("imported")).isNull();

        // Where the platform's people have put one into a role or a group, others do not give that either.
        keycloak.admin().body(reserved).post(ropes).then().statusCode(204);
        keycloak.admin()
                .body(reserved)
                .post(tenant.adminPath("/groups/" + group + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        List<Object> rope = List.of(tenant.role("rope"));
        forbidden(api.boss().body(rope).post(mappings));
        forbidden(api.boss().body(rope).post(tenant.adminPath("/groups/" + rungs + "/role-mappings/realm")));
        String inGroup = tenant.adminPath("/users/" + user + "/groups/" + group);
        forbidden(api.boss().put(inGroup));
        forbidden(api.boss()
                .body(Map.of("username", "born-high", "enabled", true, "groups", List.of("/ladder")))
                .post(tenant.adminPath("/users")));
        assertThat(tenant.userId("born-high")).isNull();
        forbidden(partialImport(realmBoss, Map.of("username", "born-high", "groups", List.of("/ladder"))));
        assertThat(tenant.userId("born-high")).isNull();
        forbidden(api.boss()
                .body(Map.of("id", rungs, "name", "rungs"))
                .post(tenant.adminPath("/groups/" + group + "/children")));
        forbidden(api.as(realmBoss).put(tenant.adminPath("/default-groups/" + group)));
        keycloak.admin()
                .get(tenant.adminPath("/users/" + user + "/groups"))
                .then()
                .body("size()", equalTo(0));
        keycloak.admin().get(mappings).then().body("name", equalTo(List.of("default-roles-" + tenant)));

        // They themselves do, and what is there stands in nobody's way.
        String defaultGroup = tenant.adminPath("/default-groups/" + group);
        keycloak.admin().put(defaultGroup).then().statusCode(204);
        api.boss()
                .body(Map.of("username", "born-into", "enabled", true))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
        keycloak.admin().delete(defaultGroup).then().statusCode(204);
        api.map(user, "esp_user", "rope");
        partialImport(keycloak.adminToken(), imported).then().statusCode(200);
        keycloak.admin().put(inGroup).then().statusCode(204);
        api.boss()
                .body(List.of(tenant.role("tenant_viewonly")))
                .post(mappings)
                .then()
                .statusCode(204);
        api.boss()
                .put(tenant.adminPath("/users/" + user + "/groups/" + rungs))
                .then()
                .statusCode(204);
        api.effective(user, 0).then().body("roles.name", contains("esp_user", "tenant_viewonly"));
        api.boss().body(reserved).delete(mappings).then().statusCode(204);
        // To leave it is to be without it, and to come back is new.
        api.boss().delete(inGroup).then().statusCode(204);
        forbidden(api.boss().put(inGroup));
    }

    private Response partialImport(String token, Map<String, Object> user) {
        return api.as(token)
                .body(Map.of("ifResourceExists", "FAIL", "users", List.of(user)))
                .post(tenant.adminPath("/partialImport"));
    }

    @Test
    void mappersGiveNoReservedRoles() {
        api.boss()
                .body(Map.of(
                        "alias",
                        "role-idp",
                        "providerId",
                        "oidc",
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "clientId",
                                "pbx",
                                "clientSecret",
                                "secret",
                                "authorizationUrl",
                                "https://login.example.test/auth",
                                "tokenUrl",
                                "https://login.example.test/token")))
                .post(tenant.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        String mappers = tenant.adminPath("/identity-provider/instances/role-idp/mappers");
        Map<String, Object> mapper = Map.of(
                "name",
                "sly",
                "identityProviderAlias",
                "role-idp",
                "identityProviderMapper",
                "oidc-hardcoded-role-idp-mapper",
                "config",
                Map.of("role", "secops"));
        api.boss()
                .body(mapper)
                .post(mappers)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("Identity provider mapper sly: " + RESERVED));
        api.boss()
                .body(with(mapper, "config", Map.of("role", "tenant_viewonly")))
                .post(mappers)
                .then()
                .statusCode(201);
        keycloak.admin().body(with(mapper, "name", "ours")).post(mappers).then().statusCode(201);

        // A mapper names what it gives: what comes to be called so later is what it gives then.
        String group = id(keycloak.admin().body(Map.of("name", "noc")).post(tenant.adminPath("/groups")));
        keycloak.admin()
                .body(List.of(tenant.role("esp_user")))
                .post(tenant.adminPath("/groups/" + group + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        Map<String, Object> toGroup = with(mapper, "identityProviderMapper", "oidc-hardcoded-group-idp-mapper");
        api.boss()
                .body(with(with(toGroup, "name", "planted"), "config", Map.of("group", "/helpers")))
                .post(mappers)
                .then()
                .statusCode(201);
        String renamed = tenant.adminPath("/groups/" + group);
        forbidden(api.boss().body(Map.of("name", "helpers")).put(renamed));
        api.boss().body(Map.of("name", "watchers")).put(renamed).then().statusCode(204);
        keycloak.admin().body(Map.of("name", "helpers")).put(renamed).then().statusCode(204);

        // One that gives a custom role goes on giving it by its new name.
        String custom = api.created(Map.of("name", "followed"));
        api.boss()
                .body(with(with(mapper, "name", "follower"), "config", Map.of("role", "followed")))
                .post(mappers)
                .then()
                .statusCode(201);
        api.boss()
                .body(Map.of("name", "followed_on"))
                .put(api.path("/roles/" + custom))
                .then()
                .statusCode(200);
        api.boss().get(mappers).then().body("find { it.name == 'follower' }.config.role", equalTo("followed_on"));
    }

    /** By its id, by the role that has it, on or off, and by what the role is made of. */
    @Test
    @Tag("database")
    void nobodyOfATenantGivesAPermissionOfThePlatform() {
        String thePlatforms = "You may not grant permission platform/write, which is the platform's";
        String permission = api.as(keycloak.adminToken())
                .body(Map.of("value", "platform/write", "tenant_id", api.tenantId()))
                .post(api.path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Map<String, Object> reference = Map.of("custom_permissions", List.of(Map.of("id", permission)));
        refused(api.create(with(reference, "name", "by_id")), 403, FORBIDDEN, thePlatforms);
        String own = api.created(Map.of("name", "own_role"));
        refused(
                api.boss().body(with(reference, "name", "own_role")).put(api.path("/roles/" + own)),
                403,
                FORBIDDEN,
                thePlatforms);
        Map<String, Object> operator = Map.of(
                "email", "by-id@roles.test", "first_name", "Id", "password", PASSWORD, "repeatPassword", PASSWORD);
        refused(
                api.boss()
                        .body(with(operator, "custom_roles", List.of(with(reference, "name", "by_id"))))
                        .post(api.path("/signup")),
                400,
                "OPERATOR_INVALID_SIGNUP_ROLE",
                thePlatforms);
        keycloak.admin().get(tenant.adminPath("/roles/by_id")).then().statusCode(404);

        // The platform's people have made such roles.
        api.create(keycloak.adminToken(), with(reference, "name", "field_reference"))
                .then()
                .statusCode(200);
        api.create(keycloak.adminToken(), Map.of("name", "field_engineer", "permissions", values("platform/write")))
                .then()
                .statusCode(200);
        api.create(keycloak.adminToken(), Map.of("name", "field_reserve", "roles", names("esp_user"), "disabled", true))
                .then()
                .statusCode(200);
        String user = tenant.createUser("field", PASSWORD);
        String group = id(keycloak.admin().body(Map.of("name", "fielders")).post(tenant.adminPath("/groups")));
        for (String role : List.of("field_reference", "field_engineer", "field_reserve")) {
            List<Object> given = List.of(tenant.role(role));
            forbidden(api.boss().body(given).post(tenant.adminPath("/users/" + user + "/role-mappings/realm")));
            forbidden(api.boss().body(given).post(tenant.adminPath("/groups/" + group + "/role-mappings/realm")));
            forbidden(api.as(realmBoss).body(given).post(tenant.adminPath("/roles-by-id/" + own + "/composites")));
            refused(
                    api.boss().body(with(operator, "custom_roles", names(role))).post(api.path("/signup")),
                    400,
                    "OPERATOR_INVALID_SIGNUP_ROLE",
                    "You may not grant role " + role);
        }
        api.map(user, "field_engineer");
        assertThat(api.permissions(user, 0)).containsExactly("platform/write");

        // What a role or a permission is made of is looked at however it is written.
        String component = tenant.adminPath("/components/");
        Map<String, Object> made = api.as(realmBoss).get(component + own).path("");
        String reserved =
                "Permission platform/write is the platform's: an administrator of the master realm lets others"
                        + " have it";
        for (Map<String, Object> config : List.<Map<String, Object>>of(
                Map.of("permissions", List.of("platform/write")),
                Map.of("customPermissions", List.of("{\"value\":\"platform\\/write\"}")),
                Map.of("customPermissions", List.of("{\"id\":\"" + permission + "\"}")))) {
            api.as(realmBoss)
                    .body(with(made, "config", config))
                    .put(component + own)
                    .then()
                    .statusCode(403)
                    .body("errorMessage", equalTo(reserved));
        }
        String harmless = api.boss()
                .body(Map.of("value", "harmless/read", "tenant_id", api.tenantId()))
                .post(api.path("/permissions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Map<String, Object> kept = api.as(realmBoss).get(component + harmless).path("");
        api.as(realmBoss)
                .body(with(kept, "config", Map.of("permission", List.of("{\"value\":\"\\u0070latform/write\"}"))))
                .put(component + harmless)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo(reserved));
        api.boss().get(api.path("/permissions/" + harmless)).then().body("value", equalTo("harmless/read"));
        // To take it away is nobody's secret.
        api.created(Map.of("name", "no_platform", "disallow_permissions", values("platform/write")));
    }
}
