package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InfoIT {

    private static final Map<String, String> SYSTEM = new TreeMap<>(Map.of(
            "pbx.webDomain", "pbx.info.test",
            "pbx.privateIpv4", "10.11.12.13",
            "pbx.publicIpv4", "192.0.2.1",
            "pbx.enableIpv6", "false",
            "pbx.privateIpv6", "fd00::13",
            "pbx.publicIpv6", "2001:db8::1",
            "pbx.primaryDnsServer", "10.11.12.2",
            "pbx.secondaryDnsServer", "10.11.12.3"));

    private static final String UNKNOWN_SYSTEM =
            "\"web_domain\":null,\"private_ipv4\":null,\"public_ipv4\":null,\"enable_ipv6\":true,"
                    + "\"private_ipv6\":null,\"public_ipv6\":null,\"primary_dns_server\":null,"
                    + "\"secondary_dns_server\":null";
    private static final String PUBLIC_SYSTEM =
            "\"web_domain\":\"pbx.info.test\",\"private_ipv4\":null,\"public_ipv4\":\"192.0.2.1\",\"enable_ipv6\":false,"
                    + "\"private_ipv6\":null,\"public_ipv6\":\"2001:db8::1\",\"primary_dns_server\":null,"
                    + "\"secondary_dns_server\":null";
    private static final String WHOLE_SYSTEM = "\"web_domain\":\"pbx.info.test\",\"private_ipv4\":\"10.11.12.13\","
            + "\"public_ipv4\":\"192.0.2.1\",\"enable_ipv6\":false,\"private_ipv6\":\"fd00::13\","
            + "\"public_ipv6\":\"2001:db8::1\",\"primary_dns_server\":\"10.11.12.2\","
            + "\"secondary_dns_server\":\"10.11.12.3\"";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final SignInApi api;
    private final Realm master;
    private final Realm full;
    private Realm tenant;

    InfoIT(Keycloak keycloak, Realm full) {
        this.keycloak = keycloak;
        this.full = full;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
        this.master = keycloak.realm("master");
    }

    @BeforeAll
    void makeTenant() {
        tenant = keycloak.createTenant("info.test", "sip.info.test");
    }

    @Test
    void blankMembersAreExplicitNulls() {
        isInfo(api.get("/info"), UNKNOWN_SYSTEM);
        isInfo(
                api.get("/info?domain=info.test"),
                UNKNOWN_SYSTEM
                        + ",\"name\":\"info.test\",\"domain\":\"info.test\",\"website\":null,\"avatar_url\":null,"
                        + "\"enable_ms365_integration\":false,\"ms365_authorization_endpoint\":null");
    }

    @Test
    void tellsATenantsPublicValues() {
        full.update(realm -> realm.put("displayName", "Full & \"Co\"")
                .withObjectProperty("attributes")
                .put("pbx.website", "https://full.info.test")
                .put("pbx.avatarUrl", "/api/blobs/x"));
        keycloak.admin()
                .body(Map.of(
                        "alias",
                        "microsoft",
                        "providerId",
                        "microsoft",
                        "enabled",
                        true,
                        "config",
                        Map.of("clientId", "c", "clientSecret", "s", "tenantId", "directory-1")))
                .post(full.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        for (String domain : List.of(full.name(), full.name().toUpperCase(Locale.ROOT))) {
            isInfo(
                    api.get("/info?domain=" + domain),
                    UNKNOWN_SYSTEM
                            + ",\"name\":\"Full & \\\"Co\\\"\",\"domain\":\"" + full.name() + "\","
                            + "\"website\":\"https://full.info.test\",\"avatar_url\":\"/api/blobs/x\","
                            + "\"enable_ms365_integration\":true,\"ms365_authorization_endpoint\":"
                            + "\"https://login.microsoftonline.com/directory-1/oauth2/v2.0/authorize\"");
        }
    }

    @Test
    void atATenantsBaseUrlTheTenantIsMeant() {
        Answer answer = SignInApi.of(tenant, SECRETS).get("/info");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("domain")).isEqualTo("info.test");
        assertThat(api.get("/info?domain=sip.info.test").text("domain")).isEqualTo("info.test");
    }

    @Test
    void internalsAreForAdministratorsOfTheSystem() {
        String operator = master.createUser("info-operator", "Info-operator-1!");
        String tenantAdmin = tenant.createUser("boss", "Info-tenant-admin-1!", "Admin");
        try {
            master.update(realm -> SYSTEM.forEach(
                    (name, value) -> realm.withObjectProperty("attributes").put(name, value)));
            isInfo(api.get("/info"), PUBLIC_SYSTEM);
            isInfo(api.get("/info", SignInApi.bearer(keycloak.adminToken())), WHOLE_SYSTEM);
            assertThat(api.get("/info?domain=info.test", SignInApi.bearer(keycloak.adminToken()))
                            .body())
                    .startsWith("{" + WHOLE_SYSTEM + ",\"name\":");

            // A token is not enough, nor is an administrator of a tenant, nor the wrong base URL.
            for (String token : List.of(
                    api.signedIn("info-operator", "Info-operator-1!", null).text("access_token"),
                    api.signedIn("boss", "Info-tenant-admin-1!", "info.test").text("access_token"),
                    tamper(keycloak.adminToken()),
                    "garbage",
                    "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.")) {
                isInfo(api.get("/info", SignInApi.bearer(token)), PUBLIC_SYSTEM);
            }
            isInfo(api.get("/info", "Authorization", "Basic YWRtaW46YWRtaW4="), PUBLIC_SYSTEM);
            assertThat(SignInApi.of(tenant, SECRETS)
                            .get("/info", SignInApi.bearer(keycloak.adminToken()))
                            .body())
                    .startsWith("{" + PUBLIC_SYSTEM + ",");
        } finally {
            master.update(realm -> SYSTEM.keySet()
                    .forEach(name -> realm.withObjectProperty("attributes").remove(name)));
            master.deleteUser(operator);
            tenant.deleteUser(tenantAdmin);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown.test",
                ".info.test",
                "info",
                "%25",
                "info_test",
                "info.test%27%20or%20%271%27=%271",
                "..%2F..%2Fetc%2Fpasswd",
                "%F0%9F%98%80",
                "%E2%80%AEtset.ofni",
                "info.test%0D%0AX-Injected:%20yes",
                "master"
            })
    void unknownDomainsAreNotFound(String domain) {
        Answer answer = api.get("/info?domain=" + domain).isUnknownDomain();
        assertThat(answer.header("X-Injected")).isNull();
    }

    @Test
    void refusesDomainsBeyondTheLimits() {
        isInfo(api.get("/info?domain="), UNKNOWN_SYSTEM);
        api.get("/info?domain=" + "a".repeat(281)).isInvalid("domain");
        api.get("/info?domain=" + "a".repeat(280)).isUnknownDomain();
        assertThat(api.get("/info?domain=info.test%00").status()).isBetween(400, 499);
    }

    @Test
    void aSuspendedTenantIsUnknown() {
        tenant.update(realm -> realm.put("enabled", false));
        try {
            api.get("/info?domain=info.test").isUnknownDomain();
            assertThat(SignInApi.of(tenant, SECRETS).get("/info").status()).isEqualTo(403);
        } finally {
            tenant.update(realm -> realm.put("enabled", true));
        }
    }

    @Test
    void isForPagesOfEveryOrigin() {
        Answer answer = api.get("/info", "Origin", "https://anywhere.test");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://anywhere.test");
    }

    private static String tamper(String token) {
        int at = token.length() - 10;
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }

    private static void isInfo(Answer answer, String members) {
        answer.isExactly(200, "{" + members + "}");
    }
}
