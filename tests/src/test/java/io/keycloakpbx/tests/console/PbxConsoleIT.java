package io.keycloakpbx.tests.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the pages of the admin console show to whom. */
@OnKeycloak
class PbxConsoleIT {

    private static final String PASSWORD = "Console-of-1!";

    private final Keycloak keycloak;
    private final Realm master;
    private final Realm tenant;
    private final List<String> operators = new ArrayList<>();

    PbxConsoleIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.master = keycloak.realm("master");
    }

    @AfterEach
    void removeOperators() {
        operators.forEach(master::deleteUser);
    }

    @Test
    void theSystemsAdministratorInATenant() {
        Map<String, Object> answer = answer(keycloak.adminToken(), tenant);
        assertThat(answer).containsOnlyKeys("version", "tenant", "can");
        assertThat((String) answer.get("version")).matches("[0-9]+\\.[0-9]+\\.[0-9]+-[0-9]+");
        assertThat(answer.get("tenant"))
                .isEqualTo(keycloak.admin()
                        .get("/admin/realms/master/tenants/{domain}", tenant.name())
                        .path(""));
        Map<String, Object> all = can("manage", "manage", "view");
        all.put("createTenants", true);
        all.put("impersonate", true);
        for (String ofRealm : List.of("settings", "realm", "clients", "identityProviders")) {
            all.put(ofRealm, "manage");
        }
        assertThat(answer.get("can")).isEqualTo(all);
    }

    /** In a realm that is no tenant there is nothing but the list of tenants, and the sign-ins of the system level. */
    @Test
    void theSystemsAdministratorElsewhere() {
        Map<String, Object> tenants = can("manage", null, null);
        tenants.put("createTenants", true);
        assertThat(answer(keycloak.adminToken(), keycloak.createRealm("no-pbx-here")))
                .containsOnlyKeys("version", "can")
                .containsEntry("can", tenants);
        tenants.put("signIns", "view");
        assertThat(answer(keycloak.adminToken(), master))
                .containsOnlyKeys("version", "can")
                .containsEntry("can", tenants);
    }

    @Test
    void whoMayOnlyViewEventsOfTheSystemLevel() {
        String token = operator("console-watcher", "master-realm", "view-events");
        Map<String, Object> watcher = can(null, null, "view");
        watcher.put("overview", null);
        assertThat(answer(token, master)).containsEntry("can", watcher);
        refused(token, tenant);
    }

    @Test
    void aSuspendedTenantIsThereForTheSystemsAdministratorOnly() {
        Realm suspended = keycloak.tenant();
        suspended.createUser("boss", PASSWORD, "Admin");
        String token = suspended.userToken("boss", PASSWORD);
        answer(token, suspended);
        keycloak.admin()
                .post("/admin/realms/master/tenants/{domain}/suspend", suspended.name())
                .then()
                .statusCode(204);
        assertThat(answer(keycloak.adminToken(), suspended).get("tenant"))
                .isInstanceOfSatisfying(
                        Map.class, told -> assertThat(told.get("enabled")).isEqualTo(false));
        keycloak.http(token).get(suspended.adminPath("/pbx-console")).then().statusCode(401);
    }

    @Test
    void whoMayOnlyListTenants() {
        String token = operator("console-lister", "master-realm", "view-realm");
        assertThat(answer(token, master)).containsEntry("can", can("view", null, null));
        Map<String, Object> lister = can("view", null, null);
        lister.put("overview", "view");
        assertThat(answer(token, tenant)).containsEntry("can", lister);
    }

    @Test
    void whoMayOnlyMakeTenants() {
        operators.add(master.createUser("console-founder", PASSWORD, "create-realm"));
        String token = master.token("admin-cli", "console-founder", PASSWORD);
        refused(token, tenant);
        refused(token, master);
    }

    @Test
    void whoAdministersOneTenantFromOutside() {
        String token = operator("console-helper", tenant.name() + "-realm", "view-users", "manage-realm");
        Map<String, Object> can = can(null, "view", null);
        can.put("settings", "manage");
        can.put("realm", "manage");
        assertThat(answer(token, tenant)).containsEntry("can", can);
        refused(token, keycloak.realm("globex"));
        refused(token, master);
    }

    @Test
    void theTenantsOwnPeople() {
        tenant.createUser("boss", PASSWORD, "Admin");
        Map<String, Object> ofBoss = can(null, "manage", "view");
        ofBoss.put("settings", "manage");
        ofBoss.put("identityProviders", "manage");
        assertThat(answer(tenant.userToken("boss", PASSWORD), tenant)).containsEntry("can", ofBoss);
        for (Realm other : List.of(master, keycloak.realm("globex"))) {
            keycloak.http(tenant.userToken("boss", PASSWORD))
                    .get(other.adminPath("/pbx-console"))
                    .then()
                    .statusCode(403);
        }

        assertThat(answer(own("viewer", "view-users"), tenant)).containsEntry("can", can(null, "view", null));
        assertThat(answer(own("auditor", "view-events"), tenant)).containsEntry("can", can(null, null, "view"));
        Map<String, Object> ofReader = can(null, null, null);
        ofReader.put("overview", "view");
        ofReader.put("settings", "view");
        ofReader.put("realm", "view");
        ofReader.put("clients", "view");
        assertThat(answer(own("reader", "view-realm", "view-clients"), tenant)).containsEntry("can", ofReader);
        // Finding names is no sight of what the pages show.
        assertThat(answer(own("finder", "query-users"), tenant)).containsEntry("can", can(null, null, null));

        tenant.createUser("nobody", PASSWORD);
        refused(tenant.userToken("nobody", PASSWORD), tenant);
        keycloak.http().get(tenant.adminPath("/pbx-console")).then().statusCode(401);
    }

    @Test
    void fineGrainedPermissionsCount() {
        Realm fine = keycloak.tenant();
        String delegate = fine.createUser("delegate", PASSWORD);
        refused(fine.userToken("delegate", PASSWORD), fine);
        fine.permit(delegate, "Users", "Users", List.of("view"));
        // Lists of users hide some from who may look for users alone.
        Map<String, Object> single = can(null, "view", null);
        single.put("people", null);
        single.put("import", null);
        single.put("groups", null);
        single.put("operators", null);
        assertThat(answer(fine.userToken("delegate", PASSWORD), fine)).containsEntry("can", single);
        Map<String, Object> allUsers = can(null, "view", null);
        allUsers.put("groups", null);
        allUsers.put("import", null);
        fine.grantClientRoles(delegate, "realm-management", "query-users");
        assertThat(answer(fine.userToken("delegate", PASSWORD), fine)).containsEntry("can", allUsers);

        // Who may view groups has what they say of permissions, and so has who may look for users and view some.
        String ofGroups = fine.createUser("of-groups", PASSWORD);
        fine.permit(ofGroups, "Groups", "Groups", List.of("view", "manage"));
        Map<String, Object> groups = can(null, null, null);
        groups.put("permissions", "manage");
        assertThat(answer(fine.userToken("of-groups", PASSWORD), fine)).containsEntry("can", groups);
        // Lists of groups hide some from who may look for groups or users alone.
        fine.grantClientRoles(ofGroups, "realm-management", "query-groups");
        groups.put("groups", "manage");
        assertThat(answer(fine.userToken("of-groups", PASSWORD), fine)).containsEntry("can", groups);
        String finder = fine.createUser("finder", PASSWORD);
        fine.grantClientRoles(finder, "realm-management", "query-users");
        Map<String, Object> some = can(null, null, null);
        some.put("people", "view");
        some.put("permissions", "view");
        assertThat(answer(fine.userToken("finder", PASSWORD), fine)).containsEntry("can", some);
    }

    private Map<String, Object> answer(String token, Realm realm) {
        return keycloak.http(token)
                .get(realm.adminPath("/pbx-console"))
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .path("");
    }

    private void refused(String token, Realm realm) {
        keycloak.http(token)
                .get(realm.adminPath("/pbx-console"))
                .then()
                .statusCode(403)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage", "You do not have access: this is for administrators of the realm.")));
    }

    private static Map<String, Object> can(String tenants, String users, String signIns) {
        Map<String, Object> can = new HashMap<>();
        can.put("tenants", tenants);
        can.put("createTenants", false);
        for (String ofUsers : List.of(
                "extensions", "groups", "permissions", "operators", "import", "keys", "addressLocks", "users")) {
            can.put(ofUsers, users);
        }
        can.put("signIns", signIns);
        can.put("people", users == null ? null : "view");
        can.put("overview", users == null && signIns == null ? null : "view");
        can.put("impersonate", false);
        for (String ofRealm : List.of("settings", "realm", "clients", "identityProviders")) {
            can.put(ofRealm, null);
        }
        return can;
    }

    private String operator(String username, String client, String... roles) {
        String id = master.createUser(username, PASSWORD);
        operators.add(id);
        master.grantClientRoles(id, client, roles);
        return master.token("admin-cli", username, PASSWORD);
    }

    private String own(String username, String... roles) {
        tenant.grantClientRoles(tenant.createUser(username, PASSWORD), "realm-management", roles);
        return tenant.userToken(username, PASSWORD);
    }
}
