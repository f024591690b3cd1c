package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.FAILED;
import static io.keycloakpbx.tests.sts.SwtApi.NO_ENVIRONMENT;
import static io.keycloakpbx.tests.sts.SwtApi.body;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Security tokens at the base URL of the system level, which is that of every tenant. */
@OnKeycloak
@Isolated("security data are switched on in master meanwhile")
class SystemTokenIT {

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

    @BeforeEach
    void switchOn() {
        master.attribute("pbx.securityData", "true");
    }

    @AfterEach
    void switchOff() {
        master.attribute("pbx.securityData", null);
    }

    @Test
    void tokensOfATenantAreRenewedAsTheyAreIssued() {
        tenant.createUser("103");
        TrustApi here =
                TrustApi.of(keycloak, keycloak.baseUrl() + master.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT));
        String token = here.token(tenant.realm().name() + "\\103", TokenTenant.PASSWORD);
        assertThat(here.with("Renew", token).statusCode()).isEqualTo(200);
        tenant.realm().update(settings -> settings.put("sslRequired", "all"));
        assertThat(here.with("Renew", token).statusCode()).isEqualTo(500);
        assertThat(here.flaw(token)).isEqualTo("This service has not issued the token, or it was changed.");
        tenant.realm().update(settings -> settings.put("sslRequired", "external"));
        assertThat(here.flaw(token)).isNull();
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
