package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.role.BaseRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.idm.AuthenticationExecutionExportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.util.JsonSerialization;

class TenantTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "acme.example.com, acme.example.com",
        "acme.example.com:5061, acme.example.com-5061",
        "2001:db8::1, 2001-db8-1",
        "::1, 1",
        "::, sip-5b3a3a5d",
        "[::], sip-5b3a3a5d"
    })
    void aRealmIsNamedAfterTheDomain(String sipDomain, String realm) throws IOException {
        assertThat(realm(sipDomain).getRealm()).isEqualTo(realm);
    }

    @Test
    void aRealmNameIsAsLongAsKeycloakTakesIt() throws IOException {
        String domain = "a".repeat(60) + (".b" + "c".repeat(61)).repeat(3) + ".example:65535";
        assertThat(realm(domain).getRealm()).hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void theDomainIsStoredInItsOneFormAndReadInItsOwnLetters() throws IOException {
        RealmRepresentation realm = realm(" BÜRO.example. ");
        assertThat(realm.getAttributes()).containsEntry(TenantAttributes.SIP_DOMAIN, "xn--bro-hoa.example");
        assertThat(realm.getDisplayName()).isEqualTo("büro.example");
    }

    /** A tenant of 26.7.4-1 that nobody has changed gets all that is new. */
    @Test
    void whatTheLastReleaseSaidIsKnown() throws IOException {
        TenantTemplate template = TenantTemplate.load(null);
        Map<TemplateItem, TemplateValue> there = realmFile("tenant-realm-26.7.4-1.json");
        TemplateMemory memory = template.memory("old", null, there);
        List<TemplateDifference> differences = TemplateComparison.of(template.items("old"), there, memory);
        assertThat(differences)
                .filteredOn(difference -> difference.item().kind() == TemplateItem.Kind.REALM_ROLE)
                .map(difference -> difference.action() + " " + difference.item().fullName())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(BaseRole.values())
                        .map(role -> "ADD " + role.roleName())
                        .toList());
        assertThat(differences)
                .filteredOn(difference -> difference.item().kind() != TemplateItem.Kind.FLOW
                        && difference.item().kind() != TemplateItem.Kind.REALM_ROLE)
                .map(difference -> difference.action() + " " + difference.item().fullName() + " " + difference.why())
                .containsExactlyInAnyOrder(
                        "ADD accountTheme null",
                        "CHANGE editUsernameAllowed null",
                        "CHANGE pbx-integration null",
                        "CHANGE pbx-rest null",
                        "ADD pbx-provisioning null",
                        // The group, and its role.
                        "ADD administrators null",
                        "ADD administrators/Admin null",
                        // The client scope, its mapper, and who has it.
                        "ADD pbx-permissions null",
                        "ADD pbx-permissions null",
                        "ADD pbx-app/pbx-permissions null",
                        "ADD pbx-rest/pbx-permissions null",
                        "ADD pbx-integration/pbx-permissions null",
                        "ADD operator-permissions null",
                        "ADD operator-permissions null",
                        "ADD pbx-app/operator-permissions null",
                        "ADD pbx-rest/operator-permissions null",
                        "ADD pbx-integration/operator-permissions null",
                        "ADD pbx.branch null",
                        "ADD pbx.permissions.enable null",
                        "ADD pbx.permissions.disable null",
                        // Profile and policy.
                        "ADD pbx-session-address null",
                        "ADD pbx-session-address null",
                        "ADD pbx-sign-in-restriction null",
                        "ADD pbx.allowedAddresses null",
                        "ADD pbx.sessionAddressLock null",
                        "ADD pbx.operator null",
                        "ADD pbx.operator.name null",
                        "ADD pbx.operator.addresses null",
                        "ADD pbx.operator.phoneNumbers null",
                        "ADD pbx.operator.secondaryEmails null",
                        "ADD pbx.operator.settings null",
                        "ADD pbx.description null",
                        "ADD pbx.userType null",
                        "ADD pbx.activationDate null",
                        "ADD pbx.expirationDate null",
                        "ADD pbx.canChangePassword null",
                        "ADD pbx.passwordDoesNotExpire null",
                        "ADD pbx.bypassIpAllowList null",
                        "CHANGE username null");
        // Who has a template of its own, or another realm, gets nothing taken away on that ground.
        assertThat(template.memory("old", null, Map.of()).isEmpty()).isTrue();
    }

    private static Map<TemplateItem, TemplateValue> realmFile(String name) throws IOException {
        try (var in = TenantTemplate.class.getResourceAsStream(name)) {
            return new HashMap<>(TemplateItems.of(JsonSerialization.readValue(in, RealmRepresentation.class)));
        }
    }

    /** The file of a realm that exists, as an administrator exports it. */
    @Test
    void anExportedRealmLosesWhatIsItsOwn(@TempDir Path directory) throws IOException {
        String file =
                """
                {"id": "cb5b4b1e-0000-4000-8000-000000000001", "realm": "Acme", "enabled": true, "notBefore": 5,
                 "attributes": {"pbx.tenantId": "4711", "pbx.sipDomain": "acme.example.test",
                  "pbx.sipDomainAliases": "sip.acme.example.test", "pbx.website": "https://acme.example.test",
                  "frontendUrl": "https://login.acme.example.test", "id": "kept"},
                 "defaultRole": {"id": "cb5b4b1e-0000-4000-8000-000000000002", "name": "default-roles-acme",
                  "containerId": "cb5b4b1e-0000-4000-8000-000000000001"},
                 "roles": {"realm": [{"id": "cb5b4b1e-0000-4000-8000-000000000002", "name": "default-roles-acme"}]},
                 "clients": [
                  {"id": "11111111-1111-4111-8111-111111111111", "clientId": "crm", "secret": "s3cret",
                   "attributes": {"client.secret.creation.time": "1", "kept": "x"},
                   "authenticationFlowBindingOverrides": {"browser": "cb5b4b1e-0000-4000-8000-000000000003"}},
                  {"clientId": "security-admin-console", "baseUrl": "/admin/Acme/console/",
                   "redirectUris": ["/admin/Acme/console/*", "/admin/Acmeother/*"]},
                  {"clientId": "account", "baseUrl": "/realms/Acme/account/"}],
                 "authenticationFlows": [{"id": "cb5b4b1e-0000-4000-8000-000000000003", "alias": "crm flow"}],
                 "identityProviders": [{"alias": "corp", "internalId": "cb5b4b1e-0000-4000-8000-000000000004",
                  "organizationId": "cb5b4b1e-0000-4000-8000-000000000007",
                  "config": {"clientId": "x", "clientSecret": "y"}}],
                 "components": {"org.keycloak.keys.KeyProvider": [
                  {"id": "cb5b4b1e-0000-4000-8000-000000000005", "providerId": "rsa-generated",
                   "config": {"privateKey": ["p"], "certificate": ["c"], "priority": ["100"]}},
                  {"providerId": "rsa", "config": {"privateKey": ["p"]}}]},
                 "users": [{"username": "anna", "credentials": [{"type": "password", "secretData": "hash"}]},
                  {"id": "cb5b4b1e-0000-4000-8000-000000000006", "username": "service-account-crm",
                   "serviceAccountClientId": "crm", "realmRoles": ["default-roles-acme"]}]}
                """;
        RealmRepresentation realm = realm(write(directory, file), "new.example.test");
        String json = JsonSerialization.writeValueAsString(realm);
        assertThat(json)
                .doesNotContain("cb5b4b1e", "11111111", "4711", "acme", "Acme/", "s3cret", "hash", "anna", "\"p\"");
        assertThat(realm.getNotBefore()).isNull();
        assertThat(realm.getAttributes())
                .containsOnlyKeys(TenantAttributes.SIP_DOMAIN, TenantAttributes.TEMPLATE, "id");
        assertThat(realm.getDefaultRole().getName()).isEqualTo("default-roles-new.example.test");
        assertThat(realm.getRoles().getRealm().get(0).getName()).isEqualTo("default-roles-new.example.test");
        assertThat(realm.getUsers()).hasSize(1);
        assertThat(realm.getUsers().get(0).getRealmRoles()).containsExactly("default-roles-new.example.test");
        assertThat(realm.getClients().get(0).getAuthenticationFlowBindingOverrides())
                .containsEntry("browser", "crm flow");
        assertThat(realm.getClients().get(0).getAttributes()).containsOnlyKeys("kept");
        assertThat(realm.getClients().get(1).getBaseUrl()).isEqualTo("/admin/new.example.test/console/");
        assertThat(realm.getClients().get(1).getRedirectUris())
                .containsExactly("/admin/new.example.test/console/*", "/admin/Acmeother/*");
        assertThat(realm.getClients().get(2).getBaseUrl()).isEqualTo("/realms/new.example.test/account/");
        assertThat(realm.getIdentityProviders().get(0).getConfig()).containsEntry("clientSecret", "y");
        assertThat(json).contains("rsa-generated", "priority").doesNotContain("\"rsa\"");
        // Each tenant is made of it anew.
        assertThat(JsonSerialization.writeValueAsString(realm(write(directory, file), "other.example.test")))
                .doesNotContain("new.example.test");
    }

    @Test
    void aMaskedSecretIsRefusedByItsName(@TempDir Path directory) throws IOException {
        Path file = write(
                directory,
                "{\"identityProviders\": [{\"alias\": \"corp\", \"config\": {\"clientSecret\": \"**********\"}}],"
                        + " \"clients\": [{\"clientId\": \"crm\", \"secret\": \"**********\"}]}");
        assertThatThrownBy(() -> TenantTemplate.load(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "its member /identityProviders/0/config/clientSecret is masked, as in an export of the admin"
                                + " console. Write the secret there, or remove what needs it");
    }

    @Test
    void aByteOrderMarkIsNoPartOfATemplate(@TempDir Path directory) throws IOException {
        assertThat(realm(write(directory, "\uFEFF{\"bruteForceProtected\": true}"), "bom.example.test")
                        .isBruteForceProtected())
                .isTrue();
    }

    @Test
    void whatTheServerHasNoProviderForIsLeftOut() throws IOException {
        Set<String> off = Set.of(
                "webauthn-authenticator",
                "auth-recovery-authn-code-form",
                "auth-otp-form",
                "webauthn-register",
                "webauthn-register-passwordless",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "oidc-organization-membership-mapper");
        TenantTemplate template = TenantTemplate.load(null);
        RealmRepresentation all = realm(template.on((spi, id) -> true, List.of()), "all.example.test");
        RealmRepresentation few = realm(template.on((spi, id) -> !off.contains(id), List.of()), "few.example.test");
        assertThat(steps(all)).contains("webauthn-authenticator", "auth-recovery-authn-code-form");
        // A step that is not disabled stays, and the flow is refused: it must not be passed without it.
        assertThat(steps(few)).contains("auth-otp-form").hasSize(steps(all).size() - 2);
        assertThat(all.getRequiredActions()).hasSize(few.getRequiredActions().size() + 3);
        assertThat(few.getRequiredActions())
                .extracting(RequiredActionProviderRepresentation::getProviderId)
                .doesNotContainAnyElementsOf(off)
                .contains("pbx-username-rule");
        assertThat(scopes(all)).contains("organization", "acr", "pbx");
        assertThat(scopes(few)).doesNotContain("organization").contains("acr", "pbx");
    }

    private static Set<String> scopes(RealmRepresentation realm) {
        return realm.getClients().stream()
                .flatMap(client -> Stream.concat(
                        client.getDefaultClientScopes().stream(), client.getOptionalClientScopes().stream()))
                .collect(Collectors.toSet());
    }

    @Test
    void aScopeOfTheFilesOwnIsNotLeftOut(@TempDir Path directory) throws IOException {
        TenantTemplate template = TenantTemplate.load(write(
                        directory,
                        """
                        {"clientScopes": [{"name": "organization", "protocol": "openid-connect"}],
                         "clients": [{"clientId": "app", "defaultClientScopes": ["organization", "acr"],
                                      "optionalClientScopes": []}]}
                        """)
                .toString());
        assertThat(scopes(realm(template.on((spi, id) -> false, List.of()), "own-scope.example.test")))
                .containsExactly("organization");
    }

    private static List<String> steps(RealmRepresentation realm) {
        return realm.getAuthenticationFlows().stream()
                .flatMap(flow -> flow.getAuthenticationExecutions().stream())
                .map(AuthenticationExecutionExportRepresentation::getAuthenticator)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static Path write(Path directory, String json) throws IOException {
        return Files.writeString(directory.resolve("realm.json"), json);
    }

    private static RealmRepresentation realm(Path file, String sipDomain) throws IOException {
        return realm(TenantTemplate.load(file.toString()), sipDomain);
    }

    private static RealmRepresentation realm(String sipDomain) throws IOException {
        return realm(TenantTemplate.load(null), sipDomain);
    }

    private static RealmRepresentation realm(TenantTemplate template, String sipDomain) {
        return template.realm(new TenantRepresentation(null, null, null, null, sipDomain, null, null, null, null));
    }
}
