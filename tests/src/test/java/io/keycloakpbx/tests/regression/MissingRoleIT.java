package io.keycloakpbx.tests.regression;

import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.extension.Pbx;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Reading extensions takes view-users and changing them manage-users; whoever lacks the role is told which it is. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissingRoleIT {

    private static final String PASSWORD = "Missing-role-1!";

    private final Keycloak keycloak;
    private final Pbx pbx;
    private String owner;
    private String extension;

    MissingRoleIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void createUsers() {
        pbx.grant(pbx.realm().createUser("viewer", PASSWORD), "view-users");
        pbx.grant(pbx.realm().createUser("manager", PASSWORD), "manage-users");
        pbx.realm().createUser("nobody", PASSWORD);
        owner = pbx.realm().createUser("owner", PASSWORD);
        extension = pbx.createExtension("6600");
        pbx.assign(extension, owner, "owner").then().statusCode(200);
        keycloak.admin().body(Map.of()).post(pbx.defaultUser(extension)).then().statusCode(200);
    }

    @Test
    void readingListsAndSingleUsersTakesViewUsers() {
        for (String path : List.of(
                pbx.servers(),
                pbx.servers() + "/" + pbx.server(),
                pbx.extensions(),
                pbx.extension(extension),
                users(),
                pbx.managingUser(extension),
                pbx.defaultUser(extension),
                pbx.data())) {
            as("viewer").get(path).then().statusCode(200);
            lacks("view-users", as("nobody").get(path));
            keycloak.http().get(path).then().statusCode(401);
        }
    }

    @Test
    void changingThemTakesManageUsers() {
        Map<String, Object> user = pbx.userBody(owner, "owner");
        for (String caller : List.of("viewer", "nobody")) {
            lacks("manage-users", as(caller).body(Map.of("name", "x")).post(pbx.servers()));
            lacks("manage-users", as(caller).body(Map.of("name", "x")).put(pbx.servers() + "/" + pbx.server()));
            lacks("manage-users", as(caller).delete(pbx.servers() + "/" + pbx.server()));
            lacks("manage-users", as(caller).body(Map.of("extension", "999")).post(pbx.extensions()));
            lacks("manage-users", as(caller).body(Map.of("extension", "999")).put(pbx.extension(extension)));
            lacks("manage-users", as(caller).delete(pbx.extension(extension)));
            lacks("manage-users", as(caller).body(Map.of()).post(users()));
            lacks("manage-users", as(caller).body(Map.of()).post(pbx.data()));
            lacks("manage-users", as(caller).body(user).post(pbx.managingUser(extension)));
            lacks("manage-users", as(caller).body(Map.of()).post(pbx.managingUser(extension)));
            lacks("manage-users", as(caller).delete(pbx.managingUser(extension)));
            lacks("manage-users", as(caller).body(Map.of()).post(pbx.defaultUser(extension)));
            lacks("manage-users", as(caller).delete(pbx.defaultUser(extension)));
        }
        String another = pbx.createExtension("6601");
        as("manager").body(user).post(pbx.managingUser(another)).then().statusCode(200);
        as("manager").delete(pbx.managingUser(another)).then().statusCode(204);
    }

    private String users() {
        return pbx.servers() + "/" + pbx.server() + "/users";
    }

    private RequestSpecification as(String username) {
        return pbx.as(username, PASSWORD);
    }

    private static void lacks(String role, Response refused) {
        refused.then()
                .statusCode(403)
                .contentType("text/plain")
                .body(equalTo("You do not have access: this needs the role " + role + "."));
    }
}
