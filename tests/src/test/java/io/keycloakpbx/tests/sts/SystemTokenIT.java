package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.FAILED;
import static io.keycloakpbx.tests.sts.SwtApi.NO_ENVIRONMENT;
import static io.keycloakpbx.tests.sts.SwtApi.body;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Security tokens at the base URL of the system level, which is that of every tenant. */
@OnKeycloak
@Isolated("security data are switched on in master meanwhile")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemTokenIT {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ORIGIN = "https://crm.example.com";

    private final Keycloak keycloak;
    private final Realm master;
    private final Realm realm;
    private final TokenTenant tenant;
    private final SwtApi api;

    SystemTokenIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.master = keycloak.realm("master");
        this.tenant = TokenTenant.of(keycloak, keycloak.tenant());
        this.api = new SwtApi(keycloak, master);
    }

    @BeforeAll
    void switchOn() {
        master.attribute("pbx.securityData", "true");
    }

    @AfterAll
    void switchOff() {
        master.attribute("pbx.securityData", null);
    }

    @Test
    void tokensOfATenantAreRenewedAsTheyAreIssued() {
        tenant.createUser("103");
        TrustApi here = trust(TokenTenant.ENVIRONMENT);
        String token = here.token(tenant.realm().name() + "\\103", TokenTenant.PASSWORD);
        assertThat(here.with("Renew", token).statusCode()).isEqualTo(200);
        tenant.realm().update(settings -> settings.put("sslRequired", "all"));
        try {
            assertThat(here.with("Renew", token).statusCode()).isEqualTo(500);
            assertThat(here.flaw(token)).isEqualTo(TrustApi.NOT_OURS);
        } finally {
            tenant.realm().update(settings -> settings.put("sslRequired", "external"));
        }
        assertThat(here.flaw(token)).isNull();
    }

    private TrustApi trust(String environment) {
        return TrustApi.of(keycloak, keycloak.baseUrl() + master.path("/securitytoken/1x/" + environment));
    }

    /** Which tenants, environments and applications there are is told to nobody without a password. */
    @Test
    void theTrustServiceHasOneFaultForWhatIsNotThere() {
        tenant.createUser("104");
        String name = tenant.realm().name();
        tenant.realm().createUser("105", TokenTenant.PASSWORD);
        realm.createUser("104", TokenTenant.PASSWORD);
        String password = TokenTenant.PASSWORD;
        TrustApi here = trust(TokenTenant.ENVIRONMENT);
        for (Response answer : List.of(
                here.issue(name + "\\104", "wrong"),
                here.issue(name + "\\nobody", password),
                here.issue("nowhere.example.com\\104", password),
                here.issue(realm.name() + "\\104", password),
                here.issue(name + "\\104", password, TrustApi.appliesTo("http://elsewhere.test")),
                trust("Nowhere").issue(name + "\\104", password))) {
            here.requireFault(answer, TrustApi.FAILED_CODE, TrustApi.FAILED);
        }
        String noAccess = "The user has no access to what AppliesTo names in this environment.";
        here.requireFault(here.issue(name + "\\105", password), "wst:InvalidScope", noAccess);
        here.requireFault(here.issue("104", password), "wst:InvalidScope", noAccess);
        keycloak.http()
                .get(here.address() + "?wsdl")
                .then()
                .statusCode(200)
                .body(containsString("location=\"" + here.address() + '"'));
    }

    @Test
    void aTokenOfATenantIsOneOfItsEnvironmentAndEndsInTheTenant() {
        String id = tenant.createUser("106");
        Realm own = tenant.realm();
        TrustApi here = trust(TokenTenant.ENVIRONMENT);
        String token = here.token(own.name() + "\\106", TokenTenant.PASSWORD);
        assertThat(TrustApi.inside(token, "<saml:Issuer>", "</saml:Issuer>")).isEqualTo(own.issuer());
        String elsewhere = "The token is not for this environment.";
        assertThat(trust("Nowhere").flaw(token)).isEqualTo(elsewhere);
        here.requireFault(trust("Nowhere").with("Renew", token), TrustApi.FAILED_CODE, elsewhere);

        own.update(changed ->
                List.of("LOGIN", "LOGIN_ERROR", "LOGOUT").forEach(changed.putArray("enabledEventTypes")::add));
        own.clearEvents();
        assertThat(here.with("Cancel", token).statusCode()).isEqualTo(200);
        assertThat(here.flaw(token)).isEqualTo("The session has ended.");
        assertThat(own.events()).singleElement().satisfies(event -> assertThat(event)
                .returns("LOGOUT", Realm.Event::type)
                .returns(id, Realm.Event::userId)
                .returns(TrustApi.sessionOf(token), Realm.Event::sessionId));

        String left = here.token(own.name() + "\\106", TokenTenant.PASSWORD);
        own.update(changed -> changed.put("enabled", false));
        try {
            here.requireFault(
                    here.issue(own.name() + "\\106", TokenTenant.PASSWORD), TrustApi.FAILED_CODE, TrustApi.FAILED);
            assertThat(here.flaw(left)).isEqualTo(TrustApi.NOT_OURS);
            here.requireFault(here.with("Renew", left), TrustApi.FAILED_CODE, TrustApi.NOT_OURS);
            here.requireFault(here.at(tenant.tokenService()).with("Renew", left), "Sender", "Realm not enabled");
        } finally {
            own.update(changed -> changed.put("enabled", true));
        }
        assertThat(here.flaw(left)).isEqualTo("The session has ended.");
    }

    @Test
    void everyTenantsUsersSignInWithTheirDomain() {
        tenant.createUser("101", "view-realm");
        String name = tenant.realm().name();
        for (String domain : List.of(name, name.toUpperCase(Locale.ROOT))) {
            String token = api.token(domain + "\\101");
            keycloak.http(token)
                    .get(tenant.realm().adminPath("/securitydata/Environment"))
                    .then()
                    .statusCode(200);
        }
        // One that is not switched on, one that is not there, and one without what tokens are for are the same.
        realm.createUser("101", TokenTenant.PASSWORD);
        for (String username : List.of(realm.name() + "\\101", "nowhere.example.com\\101", name + "\\102")) {
            Response answer = api.login(body(username));
            assertThat(answer.asString()).as(username).isEqualTo(FAILED);
            assertThat(answer.statusCode()).isEqualTo(401);
        }
        assertThat(api.login(Map.of(
                                "primary", credentials(name + "\\101", TokenTenant.PASSWORD), "environment", "Nowhere"))
                        .asString())
                .isEqualTo(FAILED);
        // Without a domain it is the system level, where nothing is for tokens.
        assertThat(api.login(body("101")).asString()).isEqualTo(NO_ENVIRONMENT);
    }

    /** An origin reads the answer to each of them, or to none: only with the password does it learn that a domain lists it. */
    @Test
    void anOriginDoesNotFindOutWhichDomainsThereAreOrListIt() {
        tenant.createUser("107");
        tenant.changeClient(
                "pbx-rest", client -> client.withArrayProperty("webOrigins").add(ORIGIN));
        Realm own = tenant.realm();
        String username = own.name() + "\\107";
        Response signedIn = api.login(Map.of("Origin", ORIGIN), body(username));
        assertThat(signedIn.statusCode()).as(signedIn.asString()).isEqualTo(200);
        assertThat(signedIn.header(ALLOW_ORIGIN)).isEqualTo(ORIGIN);
        own.clearEvents();
        Map<String, Object> wrong =
                Map.of("primary", credentials(username, "wrong"), "environment", TokenTenant.ENVIRONMENT);
        TrustApi trust = trust(TokenTenant.ENVIRONMENT);
        for (String origin : List.of(ORIGIN, "https://elsewhere.example.com")) {
            for (Object sent : List.of(wrong, body("nowhere.example.com\\107"), body(realm.name() + "\\107"))) {
                requireFailed(origin, api.login(Map.of("Origin", origin), sent));
            }
            String issue = trust.message(
                    TrustApi.credentials(username, "wrong"),
                    trust.request("Issue", TrustApi.appliesTo(TokenTenant.APPLIES_TO)));
            Response fault = keycloak.http()
                    .header("Origin", origin)
                    .contentType("application/soap+xml")
                    .body(issue.getBytes(StandardCharsets.UTF_8))
                    .post(trust.address());
            trust.requireFault(fault, TrustApi.FAILED_CODE, TrustApi.FAILED);
            assertThat(fault.header(ALLOW_ORIGIN)).isEqualTo(origin);
        }
        assertThat(own.events())
                .extracting(Realm.Event::error)
                .containsExactly("invalid_user_credentials", "invalid_user_credentials");
        // Nothing is looked at for an origin that is not listed, be the password right.
        own.clearEvents();
        requireFailed(
                "https://elsewhere.example.com",
                api.login(Map.of("Origin", "https://elsewhere.example.com"), body(username)));
        assertThat(own.events()).isEmpty();
        assertThat(master.events().get(0))
                .returns("unknown_sip_domain", Realm.Event::error)
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("sip_domain", own.name())
                        .containsEntry("reason", "origin_not_listed"));
    }

    private static void requireFailed(String origin, Response answer) {
        assertThat(answer.asString()).isEqualTo(FAILED);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(origin);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    }

    @Test
    void capitalLettersOfARealmsNameAreKnownAsTheyAreWritten() {
        Realm named = keycloak.tenant();
        TokenTenant.of(keycloak, named).createUser("101");
        String sipDomain = named.name();
        named.update(settings -> settings.put("realm", "renamed-for-tokens"));
        for (String domain : List.of("renamed-for-tokens", "Renamed-For-TOKENS", sipDomain)) {
            api.token(domain + "\\101");
        }
        keycloak.realm("renamed-for-tokens").update(settings -> settings.put("realm", "Capital-Letters"));
        for (String domain : List.of("Capital-Letters", sipDomain, sipDomain.toUpperCase(Locale.ROOT))) {
            api.token(domain + "\\101");
        }
        for (String domain : List.of("capital-letters", "CAPITAL-LETTERS", "renamed-for-tokens")) {
            Response answer = api.login(body(domain + "\\101"));
            assertThat(answer.asString()).as(domain).isEqualTo(FAILED);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(master.events()).anySatisfy(event -> {
                assertThat(event.error()).isEqualTo("unknown_sip_domain");
                assertThat(event.details()).containsEntry("sip_domain", domain);
            });
        }
        // At its own base URL there is no other realm to look for.
        new SwtApi(keycloak, keycloak.realm("Capital-Letters")).token("CAPITAL-LETTERS\\101");
    }
}
