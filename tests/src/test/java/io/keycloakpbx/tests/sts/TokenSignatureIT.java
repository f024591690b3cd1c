package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.TokenTenant.APPLIES_TO;
import static io.keycloakpbx.tests.sts.TokenTenant.PASSWORD;
import static io.keycloakpbx.tests.sts.TrustApi.FAILED_CODE;
import static io.keycloakpbx.tests.sts.TrustApi.NOT_OURS;
import static io.keycloakpbx.tests.sts.TrustApi.appliesTo;
import static io.keycloakpbx.tests.sts.TrustApi.inside;
import static io.keycloakpbx.tests.sts.TrustApi.sessionOf;
import static io.keycloakpbx.tests.sts.TrustApi.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a security token says, and that nobody else says it. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenSignatureIT {

    private final Keycloak keycloak;
    private final Realm realm;
    private final TokenTenant tenant;
    private final TrustApi trust;

    TokenSignatureIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.withCheapPasswords(keycloak, realm);
        this.trust = TrustApi.of(keycloak, tenant.tokenService());
    }

    @BeforeAll
    void makeUserAndEnvironment() {
        tenant.createUser("101");
        keycloak.admin()
                .body(Map.of("clientId", "Test", "bearerOnly", true, "attributes", Map.of("pbx.environment", "true")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    @Test
    void aTokenSaysWhoseItIsAndWhatFor() {
        String token = trust.token("101", PASSWORD);

        assertThat(inside(token, "<saml:Issuer>", "</saml:Issuer>")).isEqualTo(realm.issuer());
        assertThat(inside(token, "<saml:Audience>", "</saml:Audience>")).isEqualTo(APPLIES_TO);
        assertThat(inside(token, "WindowsDomainQualifiedName\">", "</saml:NameID>"))
                .isEqualTo(tenant.name("101"));
        assertThat(attribute(token, "Environment")).isEqualTo(TokenTenant.ENVIRONMENT);
        assertThat(attribute(token, "Username")).isEqualTo(tenant.name("101"));
        assertThat(attribute(token, "ClientID")).isEqualTo("pbx-rest");
        assertThat(token).doesNotContain("\"Actor\"");
        assertThat(tenant.sessionsOf("101")).contains(sessionOf(token));
    }

    private static String attribute(String token, String name) {
        return inside(inside(token, "Name=\"" + name + "\"", "</saml:Attribute>"), "<saml:AttributeValue>", "<");
    }

    @Test
    void tokensThatWereChangedAreNotTaken() {
        String token = trust.token(tenant.name("101"), PASSWORD);
        String signature = token.substring(token.indexOf("<dsig:Signature"), token.indexOf("<saml:Subject>"));
        String forged = token.replace(signature, "").replace("101", "admin").replace(" ID=\"ID_", " ID=\"ID_f");
        String sameId = token.replace(signature, "").replace("101", "admin");

        for (String bad : List.of(
                token.replace(signature, ""),
                token.replace(tenant.name("101"), tenant.name("102")),
                token.replace("\\101<", "\\101<!-- -->.admin<"),
                token.replace("\\101<", "\\10<!-- -->1<"),
                token.replace(APPLIES_TO, "http://elsewhere.test"),
                token.replace(sessionOf(token), "another"),
                forged.replace("<saml:Subject>", signature + "<saml:Advice>" + token + "</saml:Advice><saml:Subject>"),
                sameId.replace("<saml:Subject>", signature + "<saml:Advice>" + token + "</saml:Advice><saml:Subject>"),
                sameId.replace(
                        "<saml:Subject>",
                        signature.replace(
                                        "</dsig:Signature>",
                                        "<dsig:Object>" + token + "</dsig:Object></dsig:Signature>")
                                + "<saml:Subject>"),
                "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>")) {
            assertThat(trust.flaw(bad)).isEqualTo(NOT_OURS);
            trust.requireFault(trust.with("Renew", bad), FAILED_CODE, NOT_OURS);
            trust.requireFault(trust.with("Cancel", bad), FAILED_CODE, NOT_OURS);
        }
        assertThat(trust.flaw(token)).isNull();
    }

    @Test
    void tokensOfAnotherRealmAndAnotherEnvironmentAreNotTaken() {
        String token = trust.token(tenant.name("101"), PASSWORD);
        TokenTenant other = TokenTenant.of(keycloak, keycloak.tenant());

        assertThat(trust.at(other.tokenService()).flaw(token)).isEqualTo(NOT_OURS);
        assertThat(trust.at(trust.address().replace("/Production", "/Test")).flaw(token))
                .isEqualTo("The token is not for this environment.");
        trust.requireFault(
                trust.with("Renew", token, appliesTo("http://elsewhere.test")),
                "wst:InvalidScope",
                "The token is not for what AppliesTo names.");
        assertThat(sessionOf(token(trust.with("Renew", token, appliesTo(trust.address())))))
                .isEqualTo(sessionOf(token));
    }

    @Test
    void keysThatAreReplacedVerifyUntilTheyAreDisabled() {
        Realm own = keycloak.tenant();
        TokenTenant rotating = TokenTenant.of(keycloak, own);
        rotating.createUser("101");
        TrustApi api = trust.at(rotating.tokenService());
        String before = api.token("101", PASSWORD);
        List<ObjectNode> old = keyProviders(own);
        String realmId = keycloak.admin().get(own.adminPath("")).path("id");

        keycloak.admin()
                .body(Map.of(
                        "name", "next",
                        "providerId", "rsa-generated",
                        "providerType", "org.keycloak.keys.KeyProvider",
                        "parentId", realmId,
                        "config",
                                Map.of(
                                        "priority", List.of("1000"),
                                        "enabled", List.of("true"),
                                        "active", List.of("true"),
                                        "keySize", List.of("2048"),
                                        "algorithm", List.of("RS256"))))
                .post(own.adminPath("/components"))
                .then()
                .statusCode(201);
        String after = api.token("101", PASSWORD);
        assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
        assertThat(api.flaw(before)).isNull();
        assertThat(api.flaw(after)).isNull();

        // Not active: it verifies. Disabled: it does not.
        old.forEach(provider -> set(own, provider, "active", "false"));
        assertThat(api.flaw(before)).isNull();
        old.forEach(provider -> set(own, provider, "enabled", "false"));
        assertThat(api.flaw(before)).isEqualTo(NOT_OURS);
        assertThat(api.flaw(after)).isNull();

        // Keycloak makes itself a key for its own tokens, so these have another kind.
        own.update(changed -> changed.put("defaultSignatureAlgorithm", "ES256"));
        keyProviders(own).forEach(provider -> set(own, provider, "active", "false"));
        api.requireFault(
                api.issue("101", PASSWORD),
                "Receiver",
                "The realm has no RSA key to sign tokens with (RS256): its administrator has to add one.");
        api.requireFault(
                api.with("Renew", after),
                "Receiver",
                "The realm has no RSA key to sign tokens with (RS256): its administrator has to add one.");
        assertThat(keyProviders(own)).hasSize(old.size() + 1);
    }

    private static String keyOf(String token) {
        return inside(token, "<dsig:KeyName>", "</dsig:KeyName>");
    }

    private List<ObjectNode> keyProviders(Realm of) {
        return List.of(keycloak.admin()
                        .queryParam("type", "org.keycloak.keys.KeyProvider")
                        .get(of.adminPath("/components"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .as(ObjectNode[].class))
                .stream()
                .filter(provider -> provider.get("providerId").asText().equals("rsa-generated"))
                .toList();
    }

    private void set(Realm of, ObjectNode provider, String name, String value) {
        provider.withObjectProperty("config").putArray(name).add(value);
        keycloak.admin()
                .body(provider)
                .put(of.adminPath("/components/" + provider.get("id").asText()))
                .then()
                .statusCode(204);
    }

    @Test
    void manyTokensInARow() {
        int many = Integer.getInteger("pbx.issues", 200);
        TreeSet<String> ids = new TreeSet<>();
        String username = tenant.name("101");

        for (int i = 0; i < many; i++) {
            ids.add(inside(trust.token(username, PASSWORD), " ID=\"", "\""));
        }

        assertThat(ids).hasSize(many);
    }
}
