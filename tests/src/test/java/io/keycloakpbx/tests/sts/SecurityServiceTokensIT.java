package io.keycloakpbx.tests.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands with security tokens: assertions in headers and bodies, simple web tokens. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityServiceTokensIT {

    private static final String NAMESPACE = "https://webservices.idibilling.com";
    private static final String ADMINISTRATOR = "token-boss";
    private static final String NO_TOKEN = "A valid security token is required.";

    private final Keycloak keycloak;
    private final Realm realm;
    private final TokenTenant tenant;
    private final TrustApi trust;
    private final SwtApi swt;

    SecurityServiceTokensIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.of(keycloak, realm);
        this.trust = TrustApi.of(keycloak, tenant.tokenService());
        this.swt = new SwtApi(keycloak, realm);
    }

    @BeforeAll
    void makeUsers() {
        tenant.createUser(ADMINISTRATOR, "manage-clients");
        tenant.createUser("101");
        tenant.clientAttribute("pbx-rest", "pbx.swt", "true");
    }

    private String assertion(String username) {
        return trust.token(realm.name() + '\\' + username, TokenTenant.PASSWORD);
    }

    /** Makes an environment, with a token in the header. */
    private Response withHeader(String token, String name) {
        return send(trust.message(TrustApi.security(token), create(name, "")));
    }

    /** The same with a token in the body. */
    private Response withBody(String token, String name) {
        return send(trust.message(
                "", create(name, "<AuthorizationToken>" + token.replace("&", "&amp;") + "</AuthorizationToken>")));
    }

    private static String create(String name, String requestor) {
        return "<CreateEnvironment xmlns=\"" + NAMESPACE + "\"><Request><Name>" + name + "</Name></Request><Requestor>"
                + requestor + "</Requestor></CreateEnvironment>";
    }

    private Response send(String message) {
        return trust.at(tenant.securityService()).send(message.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String token) {
        return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireDone(Response answer, String name) {
        answer.then().statusCode(200).body(containsString("<Name>" + name + "</Name>"));
    }

    /** By JSON, with a token in the header {@code Authorization}. */
    private void requireWrapped(String token, String name) {
        keycloak.http()
                .header("Authorization", "WRAP access_token=\"" + token + '"')
                .header("Content-Type", "application/json; action=CreateEnvironment")
                .body("{\"Request\":{\"Name\":\"" + name + "\"}}")
                .post(tenant.securityService())
                .then()
                .statusCode(200);
    }

    private static void requireUnauthenticated(Response answer) {
        answer.then()
                .statusCode(500)
                .body(containsString(">wsse:FailedAuthentication</"))
                .body(containsString(">" + NO_TOKEN + "</"));
    }

    @Test
    void eachKindOfTokenIsTakenAndItsUserIsTheAdministratorInTheEvent() {
        realm.clearEvents();
        requireDone(withHeader(assertion(ADMINISTRATOR), "Header"), "Header");
        requireDone(withBody(base64(assertion(ADMINISTRATOR)), "Base64"), "Base64");
        String token = swt.token(ADMINISTRATOR);
        assertThat(token).startsWith("Issuer=");
        requireDone(withBody(token, "Simple"), "Simple");
        requireWrapped(token, "Wrapped");
        assertThat(realm.adminEvents()).hasSize(4).allSatisfy(event -> assertThat(
                        event.authDetails().get("userId"))
                .isEqualTo(realm.userId(ADMINISTRATOR)));
    }

    @Test
    void tokensOfATenantAreTakenNowhereElse() {
        TokenTenant other = TokenTenant.of(keycloak, keycloak.tenant());
        Response foreign = trust.at(other.securityService())
                .send(trust.message(TrustApi.security(assertion(ADMINISTRATOR)), create("Foreign", "")));
        requireUnauthenticated(foreign);
        String token = swt.token(ADMINISTRATOR);
        requireUnauthenticated(trust.at(other.securityService())
                .send(trust.message(
                        "",
                        create(
                                "Foreign",
                                "<AuthorizationToken>" + token.replace("&", "&amp;") + "</AuthorizationToken>"))));
    }

    /** Another application is shown its users' tokens, and is not to act here as them. */
    @Test
    void tokensForOtherApplicationsAreTakenNowhere() {
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "crm",
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("pbx.relyingPartyUri", "https://crm.example.com/", "pbx.swt", "true")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
        String token = TrustApi.token(trust.issue(
                realm.name() + '\\' + ADMINISTRATOR,
                TokenTenant.PASSWORD,
                TrustApi.appliesTo("https://crm.example.com/")));
        assertThat(trust.flaw(token)).isNull();
        requireUnauthenticated(withHeader(token, "Lent"));
        requireUnauthenticated(withBody(base64(token), "Lent"));
    }

    /** By each kind of token of the login, wherever it comes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEventOfACommandNamesWhoActs(boolean simple) {
        String actor = "actor-" + simple;
        String actorId = tenant.createUser(actor, "view-realm");
        tenant.clientAttribute("pbx-rest", "pbx.swt", Boolean.toString(simple));
        try {
            String token = SwtApi.token(swt.login(Map.of(
                    "primary",
                    SwtApi.credentials(actor, TokenTenant.PASSWORD),
                    "actAs",
                    SwtApi.credentials(ADMINISTRATOR, TokenTenant.PASSWORD))));
            assertThat(token.startsWith("Issuer=")).isEqualTo(simple);
            realm.clearEvents();
            requireDone(withBody(token, "Acted " + simple), "Acted " + simple);
            requireWrapped(token, "Acted by WRAP " + simple);
            assertThat(realm.adminEvents()).hasSize(2).allSatisfy(event -> {
                assertThat(event.operationType() + ' ' + event.resourceType()).isEqualTo("CREATE CLIENT");
                assertThat(event.authDetails()).containsEntry("userId", realm.userId(ADMINISTRATOR));
                assertThat(event.details()).containsEntry("pbx_actor", actorId);
            });
        } finally {
            tenant.clientAttribute("pbx-rest", "pbx.swt", "true");
        }
    }

    @Test
    void whoMayNotIsToldSo() {
        withHeader(assertion("101"), "Denied")
                .then()
                .statusCode(200)
                .body(containsString("<LoggingNumber>500301</LoggingNumber>"));
    }

    @Test
    void whatIsWrongWithATokenIsOneFault() {
        String token = assertion(ADMINISTRATOR);
        String signature = token.substring(token.indexOf("<dsig:Signature"), token.indexOf("<saml:Subject>"));
        String unsigned = token.replace(signature, "");
        String wrapped = signature + "<saml:Advice>" + token + "</saml:Advice><saml:Subject>";
        for (String bad : List.of(
                unsigned,
                token.replace(ADMINISTRATOR, "101"),
                token.replace(ADMINISTRATOR + '<', ADMINISTRATOR + "<!-- -->2<"),
                unsigned.replace("<saml:Subject>", wrapped),
                unsigned.replace(" ID=\"ID_", " ID=\"ID_f").replace("<saml:Subject>", wrapped),
                "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>")) {
            requireUnauthenticated(withHeader(bad, "Bad"));
            requireUnauthenticated(withBody(base64(bad), "Bad"));
        }
        String simple = swt.token(ADMINISTRATOR);
        requireUnauthenticated(withBody(simple.replace(ADMINISTRATOR, "101"), "Bad"));
        requireUnauthenticated(withBody(SwtApi.signed(simple), "Bad"));
        // The header's counts, whatever else there is.
        requireUnauthenticated(send(trust.message(
                TrustApi.security(unsigned),
                create("Bad", "<AuthorizationToken>" + keycloak.adminToken() + "</AuthorizationToken>"))));
    }

    @Test
    void signOutEndsTokens() {
        String id = tenant.createUser("leaver", "manage-clients");
        String token = assertion("leaver");
        String simple = swt.token("leaver");
        requireDone(withHeader(token, "Before leaving"), "Before leaving");
        requireDone(withBody(simple, "Before leaving, too"), "Before leaving, too");
        keycloak.admin()
                .post(realm.adminPath("/users/" + id + "/logout"))
                .then()
                .statusCode(204);
        requireUnauthenticated(withHeader(token, "After"));
        requireUnauthenticated(withBody(base64(token), "After"));
        requireUnauthenticated(withBody(simple, "After"));
    }

    @Test
    void twoAssertionsOrHeadersAreRefused() {
        String token = assertion(ADMINISTRATOR);
        for (String header :
                List.of(TrustApi.security(token + token), TrustApi.security(token) + TrustApi.security(token))) {
            send(trust.message(header, create("Twice", "")))
                    .then()
                    .statusCode(500)
                    .body(containsString(">wsse:InvalidSecurity</"));
        }
    }
}
