package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.ResourceDescription;
import io.keycloakpbx.tests.extension.Pbx;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tenants resource, as an administrator of the master realm uses it. */
@OnKeycloak
class TenantsIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";

    private static final String PASSWORD = "First-of-a-tenant-1!";
    private static final String EXPIRED = "This link has expired or has been used before.";

    private final Keycloak keycloak;
    private final Realm master;
    private final Realm tenant;

    TenantsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.master = keycloak.realm("master");
    }

    @Test
    void theLifeOfATenant() {
        Response created = keycloak.admin()
                .body(Map.of(
                        "sipDomain",
                        " Life.Example.TEST ",
                        "administrator",
                        Map.of("username", "Anna", "email", "anna@life.example.test")))
                .post(TENANTS);
        created.then()
                .statusCode(201)
                .header("Location", keycloak.baseUrl() + TENANTS + "/life.example.test")
                .header("Cache-Control", equalTo("no-store"))
                .body("realm", equalTo("life.example.test"))
                .body("name", equalTo("life.example.test"))
                .body("sipDomain", equalTo("life.example.test"))
                .body("sipDomainAliases", equalTo(List.of()))
                .body("website", nullValue())
                .body("enabled", equalTo(true));
        Map<String, Object> made = created.path("");
        Map<String, String> secrets = created.path("clients");
        made.remove("clients");
        Map<?, ?> administrator = (Map<?, ?>) made.remove("administrator");
        assertThat(made.get("id")).asString().hasSize(36);
        assertThat(made.get("tenantId")).asString().matches("[0-9]{1,16}");
        Realm realm = keycloak.realm("life.example.test");
        assertThat(this.<Map<String, Object>>tenantAt("LIFE.example.test")).isEqualTo(made);
        event("CREATE", "tenants/life.example.test", made);
        assertThat(events("tenants/life.example.test").get(0).details()).containsEntry("administrator", "Anna");
        assertThat(secrets)
                .containsEntry("pbx-integration", realm.clientSecret("pbx-integration"))
                .containsEntry("pbx-rest", realm.clientSecret("pbx-rest"));
        assertThat(secrets.keySet()).allSatisfy(client -> assertThat(client).startsWith("pbx-"));
        choosesAPassword(realm, administrator);

        put(
                        "life.example.test",
                        Map.of(
                                "name",
                                "Life & Sons",
                                "website",
                                "https://life.example.test/",
                                "avatarUrl",
                                "/api/blobs/1",
                                "sipDomainAliases",
                                List.of("sip.life.example.test", "192.0.2.7:5060")))
                .statusCode(204);
        put("sip.life.example.test", Map.of("website", "")).statusCode(204);
        keycloak.admin()
                .get(TENANT, "192.0.2.7:5060")
                .then()
                .statusCode(200)
                .body("id", equalTo(made.get("id")))
                .body("tenantId", equalTo(made.get("tenantId")))
                .body("name", equalTo("Life & Sons"))
                .body("website", nullValue())
                .body("avatarUrl", equalTo("/api/blobs/1"))
                .body("sipDomainAliases", contains("sip.life.example.test", "192.0.2.7:5060"));
        event("UPDATE", "tenants/life.example.test", tenantAt("life.example.test"));

        realm.createUser("101", "Life-of-101!");
        assertThat(signIn(realm)).isEqualTo(200);
        action("life.example.test", "suspend").statusCode(204);
        keycloak.admin().get(TENANT, "life.example.test").then().body("enabled", equalTo(false));
        event("ACTION", "tenants/life.example.test/suspend", tenantAt("life.example.test"));
        assertThat(signIn(realm)).isNotEqualTo(200);
        action("life.example.test", "suspend").statusCode(204);
        action("life.example.test", "resume").statusCode(204);
        event("ACTION", "tenants/life.example.test/resume", tenantAt("life.example.test"));
        assertThat(signIn(realm)).isEqualTo(200);

        put("life.example.test", Map.of("sipDomain", "new-life.example.test")).statusCode(204);
        keycloak.admin()
                .get(TENANT, "new-life.example.test")
                .then()
                .statusCode(200)
                .body("realm", equalTo("life.example.test"))
                .body("tenantId", equalTo(made.get("tenantId")));
        unknown(keycloak.admin().get(TENANT, "life.example.test").then());
    }

    /** The tenant cannot send mail: whoever made it got the link. */
    private void choosesAPassword(Realm realm, Map<?, ?> administrator) {
        assertThat(administrator.get("mailed")).isEqualTo(false);
        assertThat(administrator.get("username")).isEqualTo("anna");
        assertThat(Instant.parse((String) administrator.get("expiresAt"))).isAfter(Instant.now());
        String link = (String) administrator.get("actionUrl");
        assertThat(link).startsWith(realm.issuer() + "/login-actions/action-token?key=");
        assertThat(realm.passwordGrant("anna", PASSWORD).statusCode()).isNotEqualTo(200);
        assertThat(Invitation.accept(new FormBrowser(keycloak), link, PASSWORD).text())
                .contains("Your account has been updated.");
        keycloak.http(realm.userToken("anna", PASSWORD))
                .get(realm.adminPath("/tenant"))
                .then()
                .statusCode(200);
        // It is good once.
        assertThat(new FormBrowser(keycloak).open(link).text()).doesNotContain("Click here to proceed");
    }

    /** The first administrator gets a link where the tenant has mail; who makes the tenant does not see it then. */
    @Test
    void beginsWithMailAndApps() {
        try (Mailbox mailbox = new Mailbox()) {
            Response created = keycloak.admin()
                    .body(Map.of(
                            "sipDomain",
                            "begun.example.test",
                            "administrator",
                            Map.of("username", "otto", "email", "otto@begun.example.test"),
                            "redirectUris",
                            List.of("https://app.begun.example.test/callback"),
                            "smtpServer",
                            mailbox.smtpServer("pbx", "Begun-mail-1!")))
                    .post(TENANTS);
            created.then()
                    .statusCode(201)
                    .body("administrator.mailed", equalTo(true))
                    .body("administrator.email", equalTo("otto@begun.example.test"))
                    .body("administrator.actionUrl", nullValue())
                    .body("smtpServer", nullValue());
            Realm realm = keycloak.realm("begun.example.test");
            // Once there is a password, the link and what it has opened set no other one.
            String link = mailbox.link("otto@begun.example.test");
            FormBrowser.Page form = Invitation.open(new FormBrowser(keycloak), link);
            keycloak.admin()
                    .body(Map.of("type", "password", "value", PASSWORD, "temporary", false))
                    .put(realm.adminPath("/users/" + realm.userId("otto") + "/reset-password"))
                    .then()
                    .statusCode(204);
            assertThat(Invitation.choose(form, "Of-somebody-else-1!").text()).contains(EXPIRED);
            assertThat(new FormBrowser(keycloak).open(link).text()).contains(EXPIRED);
            assertThat(new FormBrowser(keycloak)
                            .authorize(
                                    realm,
                                    "pbx-app",
                                    "https://app.begun.example.test/callback",
                                    "code_challenge",
                                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                                    "code_challenge_method",
                                    "S256")
                            .submit("username", "otto", "password", PASSWORD)
                            .parameter("code"))
                    .isNotBlank();
            String secret = created.path("clients.pbx-rest");
            assertThat(secret).isEqualTo(realm.clientSecret("pbx-rest"));
            // What is told once is nowhere else.
            assertThat(events("tenants/begun.example.test"))
                    .allSatisfy(event -> assertThat(event.toString()).doesNotContain(secret, "Begun-mail-1!", "key="));
            keycloak.admin().get(TENANT, "begun.example.test").then().body("clients", nullValue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"administrator\":\"anna\" | administrator must be an object",
                "\"administrator\":{\"email\":\"a@b.test\"} | administrator.username is required",
                "\"administrator\":{\"username\":\"anna\"} | administrator.email is required",
                "\"administrator\":{\"username\":\"anna\",\"email\":\"nobody\"} | administrator.email must be an email address",
                "\"administrator\":{\"username\":\"Admin\",\"email\":\"a@b.test\"} | administrator.username must have 1 to 64 letters, digits, underscores, dashes, apostrophes and periods, no period at the start or end, and must not be admin, administrator, root or system",
                "\"administrator\":{\"username\":\"a b\",\"email\":\"a@b.test\"} | administrator.username must have 1 to 64 letters, digits, underscores, dashes, apostrophes and periods, no period at the start or end, and must not be admin, administrator, root or system",
                "\"administrator\":{\"username\":\"anna\",\"email\":\"a@b.test\",\"password\":\"x\"} | administrator has a member that is not one of email, username",
                "\"redirectUris\":[\"http://x.test/\"] | redirectUris[0] must be an https address, an http address of localhost, 127.0.0.1 or [::1], or one of an app's own scheme such as com.example.app:/callback, without user name and fragment; * may only be at the end of a path, as /*",
                "\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"port\":70000} | smtpServer.port must be a whole number from 1 to 65535",
                "\"smtpServer\":{\"host\":\"a.test\",\"from\":\"a@b.test\",\"auth\":true,\"user\":\"u\",\"password\":\"**********\"} | smtpServer.password must be given anew where host, port, user, auth, ssl or starttls are other than before"
            })
    void badBeginningsAreRefusedInWords(String member, String message) {
        // A message begins with the member that is wrong, or is about an object as a whole.
        String field = message.contains(" has a member that ") ? null : message.split(" ")[0];
        refused(
                keycloak.admin()
                        .body("{\"sipDomain\":\"x.test\"," + member + "}")
                        .post(TENANTS)
                        .then(),
                message,
                field);
        keycloak.admin().get(TENANT, "x.test").then().statusCode(404);
        assertThat(events("tenants/x.test")).isEmpty();
    }

    @Test
    void isDeletedWithItsRealm() {
        Realm realm = keycloak.createTenant("gone.example.test");
        String id = keycloak.admin().get(realm.adminPath("")).path("id");
        realm.createUser("gone", "Gone-tenant-1!");
        realm.passwordGrant("gone", "wrong").then().statusCode(400);
        webFinger("gone.example.test").statusCode(200);
        keycloak.admin()
                .delete(TENANT, "gone.example.test")
                .then()
                .statusCode(204)
                .header("Cache-Control", equalTo("no-store"));
        unknown(keycloak.admin().get(TENANT, "gone.example.test").then().header("Cache-Control", equalTo("no-store")));
        unknown(keycloak.admin().delete(TENANT, "gone.example.test").then());
        webFinger("gone.example.test").statusCode(404);
        // With its built-in roles, which nobody may remove.
        keycloak.admin().get(realm.adminPath("")).then().statusCode(404);
        assertThat(events("tenants/gone.example.test").get(0).operationType()).isEqualTo("DELETE");
        hasLeftNoEvents(id);
    }

    @Test
    void isDeletedAsKeycloakDeletesRealms() {
        Realm realm = keycloak.tenant();
        String id = keycloak.admin().get(realm.adminPath("")).path("id");
        realm.passwordGrant("nobody", "wrong").then().statusCode(400);
        keycloak.admin().delete(realm.adminPath("")).then().statusCode(204);
        webFinger(realm.name()).statusCode(404);
        hasLeftNoEvents(id);
    }

    /** A realm that has its id next has none. */
    private void hasLeftNoEvents(String id) {
        keycloak.admin()
                .body(Map.of("id", id, "realm", "again-" + id))
                .post("/admin/realms")
                .then()
                .statusCode(201);
        Realm again = keycloak.realm("again-" + id);
        for (String events : List.of("/events", "/admin-events")) {
            assertThat(keycloak.admin().get(again.adminPath(events)).<List<?>>path(""))
                    .isEmpty();
        }
    }

    @Test
    void isMadeWithAllItsMembers() {
        Response created = keycloak.admin()
                .body(Map.of(
                        "realm",
                        "zzz-nothing-like-it",
                        "name",
                        "Whole ☎ GmbH",
                        "sipDomain",
                        "[2001:db8::5]:5061",
                        "sipDomainAliases",
                        List.of("2001:db8::6", "Whole.example.test", "whole.example.test"),
                        "website",
                        "https://whole.example.test",
                        "avatarUrl",
                        "https://whole.example.test/logo.svg",
                        "enabled",
                        false))
                .post(TENANTS);
        created.then().statusCode(201);
        Realm realm = keycloak.realm("zzz-nothing-like-it");
        keycloak.admin()
                .get(TENANT, "[2001:db8::5]:5061")
                .then()
                .statusCode(200)
                .body("id", equalTo(created.path("id")))
                .body("tenantId", equalTo(created.path("tenantId")))
                .body("realm", equalTo(realm.name()))
                .body("name", equalTo("Whole ☎ GmbH"))
                .body("sipDomainAliases", contains("[2001:db8::6]", "whole.example.test"))
                .body("website", equalTo("https://whole.example.test"))
                .body("avatarUrl", equalTo("https://whole.example.test/logo.svg"))
                .body("enabled", equalTo(false));
        keycloak.admin()
                .get(realm.adminPath(""))
                .then()
                .body("displayName", equalTo("Whole ☎ GmbH"))
                .body("attributes.'pbx.sipDomain'", equalTo("[2001:db8::5]:5061"))
                .body("attributes.'pbx.tenantId'", equalTo(created.path("tenantId")));
        // The name of the realm is like nothing else of it.
        found("nothing-LIKE", "[2001:db8::5]:5061");
    }

    @Test
    void whatIsGivenOnceCannotBeChanged() {
        Map<String, Object> before = tenantAt(tenant.name());
        for (String member : List.of("id", "tenantId", "realm")) {
            refused(put(tenant.name(), Map.of(member, "1")), member + " of a tenant cannot be changed", member);
        }
        // What GET answered may be sent back.
        put(tenant.name(), before).statusCode(204);
        assertThat(this.<Map<String, Object>>tenantAt(tenant.name())).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | sipDomain is required | sipDomain",
                "{\"sipDomain\":null} | sipDomain is required | sipDomain",
                "{\"sipDomain\":\"\"} | A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters | sipDomain",
                "{\"sipDomain\":\"a b\"} | A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters | sipDomain",
                "{\"sipDomain\":\"../acme\"} | A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters | sipDomain",
                "{\"sipDomain\":\"a\\r\\nb\"} | A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters | sipDomain",
                "{\"sipDomain\":\"a\\u0000b\"} | sipDomain must be text without null or unpaired characters | sipDomain",
                "{\"sipDomain\":5} | sipDomain must be a string | sipDomain",
                "{\"sipDomain\":\"x.test\",\"sipDomainAliases\":\"y.test\"} | sipDomainAliases must be a list of at most 100 strings | sipDomainAliases",
                "{\"sipDomain\":\"x.test\",\"sipDomainAliases\":[\"y.test\",\"'\"]} | A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters | sipDomainAliases",
                "{\"sipDomain\":\"x.test\",\"website\":\"javascript:alert(1)\"} | website must be an http or https URL | website",
                "{\"sipDomain\":\"x.test\",\"avatarUrl\":\"//evil.test/x\"} | avatarUrl must be an http or https URL or a path that begins with / | avatarUrl",
                "{\"sipDomain\":\"x.test\",\"name\":\" \"} | name must not be empty | name",
                "{\"sipDomain\":\"x.test\",\"enabled\":\"yes\"} | enabled must be true or false | enabled",
                "{\"sipDomain\":\"x.test\",\"realm\":\"\"} | realm must have 1 to 255 characters | realm",
                "{\"sipDomain\":\"x.test\",\"domain\":\"y.test\"} | the request body has a member that is not one of administrator, avatarUrl, enabled, id, name, realm, redirectUris, sipDomain, sipDomainAliases, smtpServer, tenantId, website | ",
                "{\"sipDomain\":\"x.test\" | the request body is not well-formed JSON | ",
                "[] | the request body must be a JSON object | "
            })
    void badTenantsAreRefusedInWords(String body, String message, String field) {
        refused(keycloak.admin().body(body).post(TENANTS).then(), message, field);
        keycloak.admin().get(TENANT, "x.test").then().statusCode(404);
        assertThat(events("tenants/x.test")).isEmpty();
    }

    @Test
    void oversizedMembersAndBodies() {
        refused(
                keycloak.admin()
                        .body(Map.of("sipDomain", "a".repeat(281)))
                        .post(TENANTS)
                        .then(),
                "sipDomain must have at most 280 characters",
                "sipDomain");
        refused(
                keycloak.admin()
                        .body(Map.of("sipDomain", "x.test", "name", "n".repeat(1025)))
                        .post(TENANTS)
                        .then(),
                "name must have at most 1024 characters",
                "name");
        refused(
                keycloak.admin()
                        .body(Map.of("sipDomain", "x.test", "website", "https://x.test/" + "w".repeat(255)))
                        .post(TENANTS)
                        .then(),
                "website must have at most 255 characters",
                "website");
        refused(
                keycloak.admin()
                        .body(Map.of("sipDomain", "x.test", "sipDomainAliases", Collections.nCopies(101, "y.test")))
                        .post(TENANTS)
                        .then(),
                "sipDomainAliases must be a list of at most 100 strings",
                "sipDomainAliases");
        refused(
                keycloak.admin().body("x".repeat(10_000_000)).post(TENANTS).then(),
                "the request body is longer than 65536 bytes",
                null);
        keycloak.admin().get(TENANT, "x.test").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a;b", "a?b", "a#b", "a\\b", "a&b"})
    void realmNamesThatKeycloakRefuses(String realm) {
        keycloak.admin()
                .body(Map.of("sipDomain", "x.test", "realm", realm))
                .post(TENANTS)
                .then()
                .statusCode(400)
                .body("errorMessage", startsWith("Character '"));
        keycloak.admin().get(TENANT, "x.test").then().statusCode(404);
    }

    @Test
    void aChangeThatIsRefusedChangesNothing() {
        put(tenant.name(), Map.of("sipDomainAliases", List.of("alias.same.example.test")))
                .statusCode(204);
        Map<String, Object> before = tenantAt(tenant.name());
        refused(
                put(tenant.name(), Map.of("name", "Other", "sipDomain", "b a d")),
                "A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters",
                "sipDomain");
        refused(
                put(tenant.name(), Map.of("sipDomainAliases", List.of(), "website", "no url")),
                "website must be an http or https URL",
                "website");
        assertThat(this.<Map<String, Object>>tenantAt("alias.same.example.test"))
                .isEqualTo(before);
    }

    @Test
    void aRealmNameIsTakenOnce() {
        keycloak.admin()
                .body(Map.of("sipDomain", "other.example.test", "realm", "acme"))
                .post(TENANTS)
                .then()
                .statusCode(409)
                .body("", equalTo(error("Realm acme already exists", "realm", "pbxErrorRealmTaken", "realm", "acme")));
        unknown(keycloak.admin().get(TENANT, "other.example.test").then());
    }

    /** What the admin console says in its language, at the field that it is about. */
    @Test
    void refusalsNameTheMemberAndTheWordsOfTheConsole() {
        keycloak.admin()
                .body(Map.of("sipDomain", "ACME.example.com", "realm", "second"))
                .post(TENANTS)
                .then()
                .statusCode(409)
                .body(
                        "",
                        equalTo(error(
                                "SIP domain acme.example.com of realm second belongs to realm acme already; remove it"
                                        + " from one of them",
                                "sipDomain",
                                "pbxErrorSipDomainTaken",
                                "sipDomain",
                                "acme.example.com",
                                "realm",
                                "second",
                                "owner",
                                "acme")));
        put(tenant.name(), Map.of("sipDomain", tenant.name(), "sipDomainAliases", List.of("sip.acme.example.com")))
                .statusCode(409)
                .body("field", equalTo("sipDomainAliases"))
                .body("key", equalTo("pbxErrorSipDomainTaken"))
                .body("params.owner", equalTo("acme"));
        put(tenant.name(), Map.of("avatarUrl", "x"))
                .statusCode(400)
                .body(
                        "",
                        equalTo(error(
                                "avatarUrl must be an http or https URL or a path that begins with /",
                                "avatarUrl",
                                "pbxErrorLogo")));
        put(tenant.name(), Map.of("sipDomainAliases", List.of("a.test", "no domain")))
                .statusCode(400)
                .body(
                        "",
                        equalTo(error(
                                "A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters",
                                "sipDomainAliases",
                                "pbxErrorSipDomain",
                                "sipDomain",
                                "no domain",
                                "max",
                                "280")));
    }

    private static Map<String, Object> error(String message, String field, String key, String... params) {
        Map<String, Object> error = new HashMap<>(Map.of("errorMessage", message, "field", field, "key", key));
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < params.length; i += 2) {
            named.put(params[i], params[i + 1]);
        }
        if (!named.isEmpty()) {
            error.put("params", named);
        }
        return error;
    }

    @Test
    @Tag("database")
    void tellsWhatATenantLacks() {
        Realm bare = keycloak.tenant();
        warned(bare, "noMailServer", "noAdministrator", "noAppAddress");
        assertThat(listed(bare, "warning", "noAdministrator")).isTrue();
        keycloak.admin()
                .queryParam("search", bare.name())
                .get(TENANTS)
                .then()
                .statusCode(200)
                .body("[0]", equalTo(tenantAt(bare.name())));

        keycloak.admin()
                .body(Map.of(
                        "redirectUris",
                        List.of("https://app.example.test/callback"),
                        "smtpServer",
                        Map.of("host", "mail.example.test", "from", "pbx@example.test")))
                .put(bare.adminPath("/tenant"))
                .then()
                .statusCode(204);
        warned(bare, "noAdministrator");
        assertThat(listed(bare, "warning", "noMailServer")).isFalse();
        assertThat(listed(bare, "warning", "noAppAddress")).isFalse();

        String member = bare.createUser("member", "Member-of-1!");
        String group = keycloak.admin()
                .queryParam("search", "administrators")
                .get(bare.adminPath("/groups"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        keycloak.admin()
                .put(bare.adminPath("/users/" + member + "/groups/" + group))
                .then()
                .statusCode(204);
        warned(bare);
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(bare.adminPath("/users/" + member))
                .then()
                .statusCode(204);
        warned(bare, "noAdministrator");
        bare.createUser("holder", "Holder-of-1!", "Admin");
        warned(bare);
        assertThat(listed(bare, "warning", "noAdministrator")).isFalse();

        assertThat(listed(bare, "enabled", "true")).isTrue();
        assertThat(listed(bare, "enabled", "false")).isFalse();
        action(bare.name(), "suspend").statusCode(204);
        warned(bare, "suspended");
        assertThat(listed(bare, "enabled", "true")).isFalse();
        assertThat(listed(bare, "enabled", "false")).isTrue();
        assertThat(listed(bare, "warning", "suspended")).isTrue();
    }

    @Test
    @Tag("database")
    void isFoundByItsNumber() {
        Realm numbered = keycloak.tenant();
        String number = keycloak.admin()
                .get(TENANT, numbered.name())
                .then()
                .statusCode(200)
                .extract()
                .path("tenantId");
        found(number, numbered.name());
        found(" " + number + " ", numbered.name());
        // A part of a number says nothing.
        found(number.substring(0, number.length() - 1));
    }

    private void warned(Realm realm, String... warnings) {
        keycloak.admin()
                .queryParam("search", realm.name())
                .queryParam("warnings", true)
                .get(TENANTS)
                .then()
                .statusCode(200)
                .body("sipDomain", contains(realm.name()))
                .body("[0].warnings", equalTo(List.of(warnings)));
    }

    private boolean listed(Realm realm, String parameter, String value) {
        Response answer = keycloak.admin()
                .queryParam("search", realm.name())
                .queryParam(parameter, value)
                .get(TENANTS);
        List<?> found = answer.then().statusCode(200).extract().path("");
        assertThat(answer.header("X-Total-Count")).isEqualTo(Integer.toString(found.size()));
        return !found.isEmpty();
    }

    /** What goes with it, so that nobody deletes it without knowing. */
    @Test
    void tellsWhatIsInATenant() {
        Realm full = keycloak.tenant();
        full.createUser("101", "Counted-101!");
        full.createUser("102", "Counted-102!");
        full.passwordGrant("101", "Counted-101!").then().statusCode(200);
        Pbx pbx = new Pbx(keycloak, full);
        for (String number : List.of("101", "102", "103")) {
            pbx.createExtension(number);
        }
        Map<String, Object> expected = new HashMap<>(tenantAt(full.name()));
        expected.put(
                "contents",
                Map.of(
                        "users",
                        2,
                        "groups",
                        1,
                        "identityProviders",
                        0,
                        "sessions",
                        1,
                        "offlineSessions",
                        0,
                        "pbxServers",
                        1,
                        "extensions",
                        3,
                        "securityKeys",
                        0));
        keycloak.admin()
                .get(TENANT + "/summary", full.name())
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("", equalTo(expected));
        unknown(keycloak.admin().get(TENANT + "/summary", "nobody.example.test").then());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody.example.test", "not a domain", "a%00b", "' or 1=1"})
    @Tag("database")
    void unknownDomains(String domain) {
        unknown(keycloak.admin().get(TENANT, domain).then());
        unknown(keycloak.admin().body("{}").put(TENANT, domain).then());
        unknown(keycloak.admin().delete(TENANT, domain).then());
        unknown(keycloak.admin().post(TENANT + "/suspend", domain).then());
        unknown(keycloak.admin().post(TENANT + "/resume", domain).then());
    }

    @Test
    @Tag("database")
    void pagesAndFinds() {
        for (int i = 0; i < 3; i++) {
            keycloak.createTenant(i + ".page.test", "alias-" + i + ".pagealias.test");
        }
        put("1.page.test", Map.of("name", "100% Round_Robin! Ltd")).statusCode(204);

        found("page.test", "0.page.test", "1.page.test", "2.page.test");
        found("PAGE.Test", "0.page.test", "1.page.test", "2.page.test");
        page("page.test", 0, 2, 3, "0.page.test", "1.page.test");
        page("page.test", 1, 1, 3, "1.page.test");
        page("page.test", 2, 2, 3, "2.page.test");
        page("page.test", 3, 2, 3);

        found("alias-2.pagealias", "2.page.test");
        found("round_robin", "1.page.test");
        found("100% r", "1.page.test");
        found("n! ltd", "1.page.test");
        // Wildcards of LIKE are letters like others.
        found("_.page.test");
        found("%page.test");
        found("!.page.test");
        found("no such tenant");
        found("' or '1'='1");
        // acme is found by realm name, and by display name, which differ in case only.
        found("acme", "acme.example.com");

        JsonPath first = list("page.test", 0, 1).extract().jsonPath();
        assertThat(first.getMap("[0]")).isEqualTo(tenantAt("0.page.test"));
    }

    @Test
    void realmsWithoutADomainAreNoTenants() {
        found(keycloak.createRealm("no-tenant").name());
        found("master");
    }

    @Test
    void badListParameters() {
        list(null, -1, 10).statusCode(400).body("errorMessage", equalTo("first must be a whole number, 0 or more"));
        for (int max : new int[] {0, 1001}) {
            list(null, 0, max)
                    .statusCode(400)
                    .body("field", equalTo("max"))
                    .body("errorMessage", equalTo("max must be a whole number, from 1 to 1000"));
        }
        list("x".repeat(281), 0, 10)
                .statusCode(400)
                .body("field", equalTo("search"))
                .body("errorMessage", equalTo("search must be text of at most 280 characters"));
        for (String parameter : List.of("enabled", "warnings")) {
            keycloak.admin()
                    .queryParam(parameter, "yes")
                    .get(TENANTS)
                    .then()
                    .statusCode(400)
                    .body(
                            "",
                            equalTo(Map.of("field", parameter, "errorMessage", parameter + " must be true or false")));
        }
        keycloak.admin()
                .queryParam("warning", "noCoffee")
                .get(TENANTS)
                .then()
                .statusCode(400)
                .body("field", equalTo("warning"))
                .body(
                        "errorMessage",
                        equalTo("warning must be one of suspended, noMailServer, noAdministrator, noAppAddress"));
        // Keycloak itself refuses a null byte, before any resource sees it.
        list("a\u0000b", 0, 10).statusCode(400);
        keycloak.admin()
                .queryParam("first", "x")
                .get(TENANTS)
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo("first must be a whole number, 0 or more"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/octet-stream"})
    void theBodyIsJsonWhateverItIsCalled(String contentType) throws Exception {
        HttpResponse<String> taken =
                send("POST", "", contentType, "{\"sipDomain\":\"" + tenant + "\",\"realm\":\"typed\"}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(409);
        assertThat(taken.body()).contains("SIP domain " + tenant + " of realm typed belongs to realm " + tenant);
        assertThat(taken.headers().firstValue("Cache-Control")).contains("no-store");

        String name = "Typed as " + contentType + ".";
        HttpResponse<String> changed = send("PUT", "/" + tenant, contentType, "{\"name\":\"" + name + "\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
        assertThat(this.<Map<String, Object>>tenantAt(tenant.name())).containsEntry("name", name);
    }

    /** Not by REST-assured, which sends no body without a content type. */
    private HttpResponse<String> send(String method, String path, String contentType, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + TENANTS + path))
                .header("Authorization", "Bearer " + keycloak.adminToken())
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return ResourceDescription.current()
                .checked(HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void otherRealmsHaveNoTenants() {
        keycloak.admin().get("/admin/realms/acme/tenants").then().statusCode(404);
        keycloak.admin()
                .body(Map.of("sipDomain", "x.test"))
                .post("/admin/realms/acme/tenants")
                .then()
                .statusCode(404);
    }

    private int signIn(Realm realm) {
        return realm.passwordGrant("101", "Life-of-101!").statusCode();
    }

    private <T> T tenantAt(String domain) {
        return keycloak.admin()
                .get(TENANT, domain)
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    private ValidatableResponse put(String domain, Map<String, ?> change) {
        return keycloak.admin().body(change).put(TENANT, domain).then();
    }

    private ValidatableResponse action(String domain, String action) {
        return keycloak.admin().post(TENANT + "/" + action, domain).then();
    }

    private ValidatableResponse webFinger(String domain) {
        return keycloak.http()
                .queryParam("resource", "acct:101@" + domain)
                .get("/realms/master/.well-known/webfinger")
                .then();
    }

    private ValidatableResponse list(String search, int first, int max) {
        var request = keycloak.admin().queryParam("first", first).queryParam("max", max);
        if (search != null) {
            request.queryParam("search", search);
        }
        return request.get(TENANTS).then();
    }

    private void found(String search, String... domains) {
        page(search, 0, 100, domains.length, domains);
    }

    private void page(String search, int first, int max, int total, String... domains) {
        list(search, first, max)
                .statusCode(200)
                .header("X-Total-Count", Integer.toString(total))
                .body("", hasSize(domains.length))
                .body("sipDomain", equalTo(List.of(domains)));
    }

    private static void refused(ValidatableResponse response, String message, String field) {
        response.statusCode(400).body("errorMessage", equalTo(message)).body("field", equalTo(field));
    }

    private static void unknown(ValidatableResponse response) {
        response.statusCode(404)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                "Could not find a tenant with this SIP domain",
                                "key",
                                "pbxErrorNoTenant")));
    }

    private List<Realm.AdminEvent> events(String path) {
        return master.adminEvents(path).stream()
                .filter(event -> "PBX_TENANT".equals(event.resourceType()))
                .toList();
    }

    private void event(String operation, String path, Map<String, Object> representation) {
        Realm.AdminEvent event = events(path).get(0);
        assertThat(event.operationType()).isEqualTo(operation);
        assertThat(event.resourcePath()).isEqualTo(path);
        assertThat(event.error()).isNull();
        assertThat(JsonPath.from(event.representation()).<Map<String, Object>>get(""))
                .isEqualTo(representation);
    }
}
