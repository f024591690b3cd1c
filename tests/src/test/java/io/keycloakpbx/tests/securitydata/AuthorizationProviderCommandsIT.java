package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.refused;
import static io.keycloakpbx.tests.securitydata.CommandTenant.refusedOutright;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.invalid;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Authorization providers are made, changed, looked up and removed by commands; their secret never comes out. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationProviderCommandsIT {

    private static final String TYPE = "AuthorizationProvider";
    private static final String ID = "AuthorizationProviderID";
    private static final String SECRET = "the-secret-of-office";
    private static final String MASK = "**********";
    private static final String DENIED = "Manage companies permission is required to make this call.";

    private final Keycloak keycloak;
    private final Realm realm;
    private final CommandTenant tenant;

    AuthorizationProviderCommandsIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new CommandTenant(keycloak, realm);
    }

    /** As in the contract's example, with the addresses that it lacks. */
    private static Map<String, Object> office(String identifier) {
        return CommandTenant.members(
                "ClientID",
                "client",
                "ClientSecret",
                SECRET,
                "CSSClass",
                "fa-gloabe",
                "CSSColor",
                "#da3b01",
                "Description",
                "An authorization provider",
                "Identifier",
                identifier,
                "Name",
                "Office 365",
                "ProfileIdentifier",
                "user_id",
                "ProfileName",
                "user_email",
                "ProfileParameters",
                "scope",
                "Scope",
                "read",
                "TokenParameters",
                "resource=https://graph.windows.net/",
                "UseHeaderAuthorization",
                true,
                "OpenIDCustomerAccountClaim",
                "customer_account",
                "ForceSingleSignout",
                true,
                "AuthorizationURI",
                "https://office.example.com/authorize",
                "TokenURI",
                "https://office.example.com/token",
                "ProfileURI",
                "https://office.example.com/me");
    }

    private int made(String identifier) {
        return SecurityServiceApi.result(tenant.service().json("CreateAuthorizationProvider", office(identifier)))
                .path(TYPE)
                .path(ID)
                .intValue();
    }

    private JsonNode stored(String identifier) {
        return keycloak.admin()
                .get(realm.adminPath("/identity-provider/instances/" + identifier))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    /** The Admin API does not tell it, and H2 lets nobody look while a server runs on it. */
    private void assertSecret(String identifier, String secret) {
        if (Settings.DATABASE != Database.Kind.POSTGRES) {
            return;
        }
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement statement = connection.prepareStatement("select c.VALUE from IDENTITY_PROVIDER p"
                        + " join IDENTITY_PROVIDER_CONFIG c on c.IDENTITY_PROVIDER_ID = p.INTERNAL_ID"
                        + " join REALM r on r.ID = p.REALM_ID"
                        + " where p.PROVIDER_ALIAS = ? and r.NAME = ? and c.NAME = 'clientSecret'")) {
            statement.setString(1, identifier);
            statement.setString(2, realm.name());
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(secret);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode shown(JsonNode result) {
        return result.path(TYPE);
    }

    @Test
    void oneIsMadeLookedUpChangedAndRemoved() {
        realm.clearEvents();
        Map<String, Object> office = office("office");
        JsonNode made = SecurityServiceApi.result(tenant.service().json("CreateAuthorizationProvider", office));
        int id = shown(made).path(ID).intValue();
        ObjectNode expected = tenant.entity(TYPE, id).deepCopy();
        expected.put("ClientSecret", MASK)
                .put("AuthorizationURI", "https://office.example.com/authorize")
                .put("TokenURI", "https://office.example.com/token")
                .put("ProfileURI", "https://office.example.com/me")
                .putNull("Issuer")
                .putNull("KeySetURI")
                .putNull("LogoutURI");
        assertThat(shown(made)).isEqualTo(expected);
        office.forEach((member, value) -> assertThat(shown(made).path(member).asText())
                .as(member)
                .isEqualTo(member.equals("ClientSecret") ? MASK : String.valueOf(value)));
        assertThat(stored("office").path("providerId").textValue()).isEqualTo("oauth2");
        assertThat(stored("office").path("config").path("clientAuthMethod").textValue())
                .isEqualTo("client_secret_basic");
        assertSecret("office", SECRET);

        JsonNode lookedUp = SecurityServiceApi.result(tenant.json("AuthorizationProviderLookup", ID, id));
        assertThat(lookedUp.toString()).isEqualTo("{\"AuthorizationProvider\":" + shown(made) + "}");

        // All that has been shown is sent back, the mask with it: nothing changes.
        ObjectNode back = shown(made).deepCopy();
        assertThat(shown(SecurityServiceApi.result(tenant.service().json("ModifyAuthorizationProvider", back))))
                .isEqualTo(shown(made));
        assertSecret("office", SECRET);

        JsonNode changed = tenant.done(
                "ModifyAuthorizationProvider",
                ID,
                id,
                "Name",
                "Office",
                "ClientSecret",
                "another-secret",
                "UseHeaderAuthorization",
                false,
                "CSSColor",
                "");
        assertThat(shown(changed).path("Name").textValue()).isEqualTo("Office");
        assertThat(shown(changed).path("CSSColor").isNull()).isTrue();
        assertThat(shown(changed).path("ClientSecret").textValue()).isEqualTo(MASK);
        assertSecret("office", "another-secret");
        assertThat(stored("office").path("config").path("clientAuthMethod").textValue())
                .isEqualTo("client_secret_post");

        JsonNode removed = tenant.done("ModifyAuthorizationProvider", ID, id, "Remove", true);
        assertThat(removed.path("RemoveSuccessful").booleanValue()).isTrue();
        assertThat(shown(removed)).isEqualTo(shown(changed));
        assertThat(tenant.has(TYPE, id)).isFalse();
        String path = "identity-provider/instances/office";
        assertThat(tenant.events())
                .containsExactlyInAnyOrder(
                        "CREATE IDENTITY_PROVIDER " + path,
                        "UPDATE IDENTITY_PROVIDER " + path,
                        "DELETE IDENTITY_PROVIDER " + path);
        assertThat(realm.adminEvents().toString()).doesNotContain(SECRET, "another-secret");
        assertThat(tenant.log(path)).hasSize(3);
        assertThat(tenant.log(path).toString()).doesNotContain(SECRET, "another-secret");
        refusedOutright(tenant.json("AuthorizationProviderLookup", ID, id), 404, unknown(TYPE, id));
    }

    @Test
    void itIsLookedUpBySoap() {
        int id = made("soap");
        String answer = tenant.service()
                .soap("AuthorizationProviderLookup", "<AuthorizationProviderID>" + id + "</AuthorizationProviderID>")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(answer)
                .contains("<ClientID>client</ClientID><ClientSecret>" + MASK + "</ClientSecret>")
                .contains("<UseHeaderAuthorization>true</UseHeaderAuthorization></AuthorizationProvider></Result>")
                .doesNotContain(SECRET, "RemoveSuccessful", "Issuer");
    }

    @Test
    void withKeysItIsOneByOpenIdConnect() {
        Map<String, Object> request = office("openid");
        request.remove("ProfileURI");
        request.put("Issuer", "https://openid.example.com");
        request.put("KeySetURI", "https://openid.example.com/keys");
        request.put("LogoutURI", "https://openid.example.com/logout");
        request.put("ClientSecret", "${vault.openid}");
        JsonNode made = SecurityServiceApi.result(tenant.service().json("CreateAuthorizationProvider", request));
        JsonNode stored = stored("openid");
        assertThat(stored.path("providerId").textValue()).isEqualTo("oidc");
        assertThat(stored.path("config").path("validateSignature").textValue()).isEqualTo("true");
        assertThat(stored.path("config").path("useJwksUrl").textValue()).isEqualTo("true");
        assertThat(stored.path("config").path("clientSecret").textValue()).isEqualTo("${vault.openid}");
        assertThat(shown(made).path("ClientSecret").textValue()).isEqualTo(MASK);
        assertThat(shown(made).path("Issuer").textValue()).isEqualTo("https://openid.example.com");
        int oauth = made("no-openid");
        refused(
                tenant.json("ModifyAuthorizationProvider", ID, oauth, "KeySetURI", "https://openid.example.com/keys"),
                403,
                error(500306, TYPE, oauth, 0, "Authorization provider no-openid has no KeySetURI that can be set."));
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        refused(
                tenant.json(
                        "CreateAuthorizationProvider",
                        "ClientSecret",
                        MASK,
                        "ClientID",
                        "",
                        "TokenURI",
                        "http://office.example.com/token",
                        "CSSColor",
                        "red;}"),
                400,
                invalid(TYPE, "TokenURI must be an https address without user and fragment"),
                invalid(TYPE, "CSSColor must be a colour of CSS, as #da3b01"),
                invalid(TYPE, "Identifier is required"),
                invalid(TYPE, "ClientID must not be empty"),
                invalid(TYPE, "AuthorizationURI is required"),
                invalid(TYPE, "ClientSecret is what stands for a secret in answers"),
                invalid(TYPE, "ProfileURI is required"));
        Map<String, Object> spaced = office("with space");
        refused(
                tenant.service().json("CreateAuthorizationProvider", spaced),
                400,
                invalid(
                        TYPE,
                        "Identifier must have 1 to 255 characters, letters, digits, '.', '_' and '-', a letter or a"
                                + " digit first"));
        refusedOutright(
                tenant.json("AuthorizationProviderLookup", ID, "one"),
                400,
                invalid("AuthorizationProvider", ID + " must be a whole number from 0 to 2147483647"));
    }

    @Test
    void anIdentifierIsTakenOnceAndKept() {
        int id = made("kept");
        refused(
                tenant.service().json("CreateAuthorizationProvider", office("kept")),
                409,
                error(500304, TYPE, 0, 0, "There is an authorization provider with the identifier kept already."));
        refused(
                tenant.json("ModifyAuthorizationProvider", ID, id, "Identifier", "other", "Name", "lost"),
                403,
                error(500306, TYPE, id, 0, "Identifier is part of the provider's addresses and cannot be changed."));
        assertThat(tenant.entity(TYPE, id).path("Name").textValue()).isEqualTo("Office 365");
    }

    @Test
    void ofEightThatAreMadeAtOnceThereIsOne() {
        List<Response> answers =
                Together.send(8, number -> tenant.service().json("CreateAuthorizationProvider", office("at-once")));
        assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(200);
        answers.stream()
                .filter(answer -> answer.statusCode() != 200)
                .forEach(answer -> refused(
                        answer,
                        409,
                        error(
                                500304,
                                TYPE,
                                0,
                                0,
                                "There is an authorization provider with the identifier at-once already.")));
        assertThat(tenant.<Integer>values(TYPE, ID, "Identifier eq 'at-once'")).hasSize(1);
    }

    /** Whoever may not read it must not have it sent to an address of theirs. */
    @Test
    void theSecretIsNotSentToAnotherAddress() {
        int id = made("receiver");
        for (String secret : new String[] {null, MASK}) {
            refused(
                    tenant.json(
                            "ModifyAuthorizationProvider",
                            ID,
                            id,
                            "TokenURI",
                            "https://elsewhere.example.com/token",
                            "ClientSecret",
                            secret),
                    400,
                    error(500303, TYPE, id, 0, "ClientSecret is required where TokenURI changes: it is sent there."));
        }
        assertThat(stored("receiver").path("config").path("tokenUrl").textValue())
                .isEqualTo("https://office.example.com/token");
        JsonNode changed = tenant.done(
                "ModifyAuthorizationProvider",
                ID,
                id,
                "TokenURI",
                "https://elsewhere.example.com/token",
                "ClientSecret",
                "of-the-other");
        assertThat(shown(changed).path("TokenURI").textValue()).isEqualTo("https://elsewhere.example.com/token");
        assertSecret("receiver", "of-the-other");
    }

    @Test
    void providersOfTheConsoleStayWhatTheyAre() {
        keycloak.admin()
                .body(Map.of(
                        "alias",
                        "plain",
                        "providerId",
                        "oidc",
                        "config",
                        Map.of(
                                "clientId",
                                "plain",
                                "authorizationUrl",
                                "http://192.168.0.9/authorize",
                                "tokenUrl",
                                "http://192.168.0.9/token",
                                "jwksUrl",
                                "http://192.168.0.9/keys",
                                "validateSignature",
                                "false")))
                .post(realm.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        int plain = tenant.number(TYPE, "Identifier eq 'plain'");
        JsonNode before = stored("plain");
        // As it is, it may be sent back, whatever rule it breaks.
        ObjectNode sentBack = shown(SecurityServiceApi.result(tenant.json("AuthorizationProviderLookup", ID, plain)))
                .deepCopy();
        SecurityServiceApi.result(tenant.service().json("ModifyAuthorizationProvider", sentBack));
        assertThat(stored("plain")).isEqualTo(before);
        keycloak.admin()
                .body(Map.of(
                        "alias",
                        "hub",
                        "providerId",
                        "github",
                        "config",
                        Map.of("clientId", "hub", "clientSecret", "hush", "clientAuthMethod", "private_key_jwt")))
                .post(realm.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        int id = tenant.number(TYPE, "Identifier eq 'hub'");
        JsonNode shown = shown(SecurityServiceApi.result(tenant.json("AuthorizationProviderLookup", ID, id)));
        assertThat(shown.path("UseHeaderAuthorization").booleanValue()).isFalse();
        ObjectNode back = shown.deepCopy();
        back.put("Description", "Developers");
        SecurityServiceApi.result(tenant.service().json("ModifyAuthorizationProvider", back));
        JsonNode stored = stored("hub");
        assertThat(stored.path("config").path("clientAuthMethod").textValue()).isEqualTo("private_key_jwt");
        assertThat(stored.path("config").path("pbx.description").textValue()).isEqualTo("Developers");
        assertThat(stored.path("providerId").textValue()).isEqualTo("github");
        refused(
                tenant.json("ModifyAuthorizationProvider", ID, id, "TokenURI", "https://elsewhere.example.com/"),
                403,
                error(500306, TYPE, id, 0, "Authorization provider hub has no TokenURI that can be set."));
    }

    @Test
    void whoManagesProvidersMayDoIt() {
        realm.createUser("provider-admin", "Provider-admin-1!", "Admin");
        String administrator = realm.userToken("provider-admin", "Provider-admin-1!");
        int id = SecurityServiceApi.result(tenant.service()
                        .json(administrator, "CreateAuthorizationProvider", office("of-the-administrator")))
                .path(TYPE)
                .path(ID)
                .intValue();
        String viewer = tenant.tokenOf("provider-viewer", "view-identity-providers", "manage-realm");
        for (int asked : List.of(id, 99_999)) {
            refusedOutright(
                    tenant.jsonWith(viewer, "AuthorizationProviderLookup", ID, asked), 403, forbidden(TYPE, DENIED));
            refused(
                    tenant.jsonWith(viewer, "ModifyAuthorizationProvider", ID, asked, "Remove", true),
                    403,
                    forbidden(TYPE, DENIED));
        }
        refused(
                tenant.service().json(viewer, "CreateAuthorizationProvider", office("denied")),
                403,
                forbidden(TYPE, DENIED));
        assertThat(tenant.has(TYPE, id)).isTrue();
        assertThat(tenant.<Integer>values(TYPE, ID, "Identifier eq 'denied'")).isEmpty();
    }

    @Test
    void aProviderOfAnotherRealmIsUnknown() {
        Realm other = keycloak.createRealm("providers-of-another");
        CommandTenant theirs = new CommandTenant(keycloak, other);
        theirs.partialImport(
                "identityProviders",
                IntStream.range(0, 30)
                        .mapToObj(i -> Map.of(
                                "alias",
                                "theirs-" + i,
                                "providerId",
                                "oidc",
                                "config",
                                Map.of(
                                        "clientId", "theirs",
                                        "clientSecret", "not used",
                                        "clientAuthMethod", "client_secret_post",
                                        "authorizationUrl", "https://idp.example.test/a",
                                        "tokenUrl", "https://idp.example.test/t")))
                        .toList());
        int last = theirs.highest(TYPE);
        assertThat(last).isGreaterThanOrEqualTo(30);
        refusedOutright(tenant.json("AuthorizationProviderLookup", ID, last), 404, unknown(TYPE, last));
        refused(tenant.json("ModifyAuthorizationProvider", ID, last, "Remove", true), 404, unknown(TYPE, last));
        assertThat(theirs.has(TYPE, last)).isTrue();
    }
}
