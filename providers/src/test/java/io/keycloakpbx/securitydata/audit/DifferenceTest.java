package io.keycloakpbx.securitydata.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.audit.Difference.Change;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.admin.OperationType;

class DifferenceTest {

    private static final SortedMap<String, String> NOTHING = Collections.unmodifiableSortedMap(new TreeMap<>());

    private static final Secrets SECRETS = new Secrets(Set.of("shibboleth"));

    private static Difference difference(OperationType operation, SortedMap<String, String> before, String json) {
        return difference("User", operation, before, json);
    }

    private static Difference difference(
            String type, OperationType operation, SortedMap<String, String> before, String json) {
        return Difference.of(operation, type, before, ObjectState.representation(json, SECRETS));
    }

    private static SortedMap<String, String> state(String json) {
        return ObjectState.of(ObjectState.representation(json, SECRETS));
    }

    @Test
    void aNewObjectHasAllOfItsMembers() {
        Difference made = difference(
                OperationType.CREATE,
                NOTHING,
                "{'username':'101','enabled':true,'attributes':{'pbx.description':['Desk']},'email':null}"
                        .replace('\'', '"'));
        assertThat(made.changes())
                .containsExactly(
                        new Change("attributes.pbx.description", null, "[\"Desk\"]"),
                        new Change("enabled", null, "true"),
                        new Change("username", null, "101"));
        assertThat(made.state())
                .isEqualTo(new TreeMap<>(
                        Map.of("attributes.pbx.description", "[\"Desk\"]", "enabled", "true", "username", "101")));
    }

    @Test
    void anUpdateChangesWhatItSpeaksOf() {
        SortedMap<String, String> before =
                state("{\"username\":\"101\",\"firstName\":\"Ann\",\"attributes\":{\"a\":[\"1\"],\"b\":[\"2\"]}}");
        Difference changed = difference(
                OperationType.UPDATE,
                before,
                "{\"firstName\":\"Anna\",\"attributes\":{\"b\":[\"2\"]},\"lastName\":null}");
        assertThat(changed.changes())
                .containsExactly(new Change("attributes.a", "[\"1\"]", null), new Change("firstName", "Ann", "Anna"));
        assertThat(changed.state())
                .isEqualTo(state("{\"username\":\"101\",\"firstName\":\"Anna\",\"attributes\":{\"b\":[\"2\"]}}"));
        assertThat(difference(OperationType.UPDATE, changed.state(), "{\"firstName\":\"Anna\"}")
                        .changes())
                .isEmpty();
    }

    @Test
    void whatIsRemovedHasHadItsMembers() {
        SortedMap<String, String> before = state("{\"username\":\"101\"}");
        assertThat(difference(OperationType.DELETE, before, null).changes())
                .containsExactly(new Change("username", "101", null));
        assertThat(difference(OperationType.DELETE, NOTHING, "{\"username\":\"102\"}")
                        .changes())
                .containsExactly(new Change("username", "102", null));
        assertThat(difference(OperationType.DELETE, before, null).state()).isNull();
        // What comes with the removal of a role.
        assertThat(difference(
                                "Role",
                                OperationType.DELETE,
                                state("{\"name\":\"Sales\",\"description\":\"Sells\"}"),
                                "{\"id\":\"1\",\"name\":\"Sales\"}")
                        .changes())
                .containsExactly(
                        new Change("description", "Sells", null),
                        new Change("id", "1", null),
                        new Change("name", "Sales", null));
    }

    @Test
    void listsTellWhatWasGivenAndTaken() {
        String roles = "[{\"id\":\"1\",\"name\":\"Support\"},{\"name\":\"Sales\"},{\"id\":\"2\"}]";
        assertThat(difference(OperationType.CREATE, NOTHING, roles).changes())
                .containsExactly(new Change("name", null, "Support"), new Change("name", null, "Sales"));
        assertThat(difference(OperationType.DELETE, NOTHING, roles).changes())
                .containsExactly(new Change("name", "Support", null), new Change("name", "Sales", null));
        assertThat(difference(OperationType.CREATE, NOTHING, roles).state()).isNull();
    }

    @Test
    void whatIsNoRepresentationChangesNothing() {
        for (String text : new String[] {null, "", "none", "{", "\"text\"", "5", "x".repeat(600_000)}) {
            assertThat(difference(OperationType.UPDATE, NOTHING, text).changes())
                    .as(text)
                    .isEmpty();
            assertThat(difference(OperationType.ACTION, NOTHING, text).changes())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "newPassword",
                "pbx.sipPassword",
                "PASSWORD",
                "secret",
                "clientSecret",
                "secretData",
                "credentials",
                "bindCredential",
                "token",
                "registrationAccessToken",
                "otp",
                "emailOtp",
                "one_otp",
                "answer",
                "securityAnswers",
                "answer-2",
                "pin",
                "userPin",
                "pbx.pin",
                "privateKey",
                "saml.signing.private.key",
                "private_key",
                "keyStore",
                "keystore",
                "passphrase",
                "apiKey",
                "recovery-codes",
                "shibboleth"
            })
    void whatIsNamedLikeASecretIsHidden(String name) {
        assertThat(SECRETS.isSecret(name)).isTrue();
        for (String json : List.of(
                "{\"" + name + "\":\"hush\"}",
                "{\"" + name + "\":1234}",
                "{\"" + name + "\":{\"value\":\"hush\"}}",
                "{\"" + name + "\":[\"hush\"]}",
                "{\"outer\":{\"" + name + "\":\"hush\"}}",
                "{\"list\":[{\"" + name + "\":\"hush\"}]}",
                "{\"list\":[{\"deep\":[{\"" + name + "\":{\"a\":\"hush\"}}]}]}",
                "{\"list\":[{\"name\":\"" + name + "\",\"value\":\"hush\"}]}",
                "{\"list\":[{\"type\":\"" + name + "\",\"value\":\"hush\"}]}")) {
            SortedMap<String, String> state = state(json);
            assertThat(state.toString()).as(json).contains("***").doesNotContain("hush", "1234");
            assertThat(ObjectState.text(state)).doesNotContain("hush", "1234");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username",
                "mapping",
                "shipping",
                "spinner",
                "copying",
                "optional",
                "answering",
                "hotpath",
                "publicKey",
                "saml.signing.certificate",
                "signingKeyId",
                "monkey"
            })
    void otherNamesAreNot(String name) {
        assertThat(SECRETS.isSecret(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048", "EC,256", "Ed25519,255"})
    void aPrivateKeyIsHiddenWhateverItIsNamed(String algorithm, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        String key = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        String url = Base64.getUrlEncoder().encodeToString(pair.getPrivate().getEncoded());
        String pem = "-----BEGIN PRIVATE KEY-----\\n" + key + "\\n-----END PRIVATE KEY-----";
        for (String value : List.of(key, url, pem)) {
            assertThat(state("{\"note\":\"" + value + "\",\"list\":[\"" + value + "\",{\"a\":\"" + value + "\"}]}"))
                    .isEqualTo(new TreeMap<>(Map.of("note", "***", "list", "[\"***\",{\"a\":\"***\"}]")));
        }
        String open = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        assertThat(state("{\"note\":\"" + open + "\"}")).containsEntry("note", open);
    }

    @Test
    void otherKeysAndKeystoresAreHiddenToo() {
        // PKCS #1, PKCS #12, a keystore of Java, and the heads of a certificate and of a request for one.
        String rest = "A".repeat(40);
        assertThat(state("{\"a\":\"MIIEpAIBAAKCAQEA" + rest + "\",\"b\":\"MIIKJAIBAzCCCc4GCSqG" + rest
                        + "\",\"c\":\"/u3+7QAAAAIAAAAB" + rest + "\"}"))
                .isEqualTo(new TreeMap<>(Map.of("a", "***", "b", "***", "c", "***")));
        assertThat(state("{\"a\":\"MIICmzCCAYMCBgGS" + rest + "\",\"b\":\"M" + rest + "\"}")
                        .values())
                .doesNotContain("***");
        assertThat(state("{\"key\":{\"kty\":\"EC\",\"x\":\"told\",\"d\":\"hush\"},"
                        + "\"text\":\"{\\\"kty\\\":\\\"oct\\\",\\\"k\\\" : \\\"hush hush hush hush\\\"}\"}"))
                .isEqualTo(new TreeMap<>(Map.of("key.kty", "EC", "key.x", "told", "key.d", "***", "text", "***")));
    }

    /** Who makes tokens live longer or passwords shorter is told of. */
    @Test
    void settingsAboutSecretsAreTold() {
        assertThat(state("{\"passwordPolicy\":\"length(8)\",\"accessTokenLifespan\":300,\"refreshTokenMaxReuse\":0,"
                        + "\"resetPasswordAllowed\":true,\"otpPolicyType\":\"totp\","
                        + "\"attributes\":{\"access.token.lifespan\":\"60\",\"use.refresh.tokens\":\"false\"}}"))
                .isEqualTo(new TreeMap<>(Map.of(
                        "passwordPolicy",
                        "length(8)",
                        "accessTokenLifespan",
                        "300",
                        "refreshTokenMaxReuse",
                        "0",
                        "resetPasswordAllowed",
                        "true",
                        "otpPolicyType",
                        "totp",
                        "attributes.access.token.lifespan",
                        "60",
                        "attributes.use.refresh.tokens",
                        "false")));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "M", "/", "a"})
    void longTextsAreNoKeys(String part) {
        String text = part.repeat(60);
        assertThat(state("{\"note\":\"" + text + "\"}")).containsEntry("note", text);
        assertThat(state("{\"note\":\"" + " ".repeat(60) + part + "\"}")).containsKey("note");
    }

    @Test
    void whatKeycloakHasHiddenIsASecret() {
        assertThat(state("{\"config\":{\"code\":[\"**********\"]},\"b\":\"**********\"}"))
                .isEqualTo(new TreeMap<>(Map.of("config.code", "[\"***\"]", "b", "***")));
    }

    @Test
    void whatTheCallerMayDoIsNothingOfTheObject() {
        assertThat(state("{\"username\":\"101\",\"access\":{\"manage\":true},\"attributes\":{\"access\":\"1\"}}"))
                .isEqualTo(new TreeMap<>(Map.of("username", "101", "attributes.access", "1")));
    }

    @ParameterizedTest
    @CsvSource({"ApplicationInstance,attributes", "CLIENT_SCOPE,attributes", "COMPONENT,config"})
    void whatAnUpdateIsMergedIntoKeepsTheRest(String type, String member) {
        SortedMap<String, String> before = state("{\"" + member + "\":{\"a.b\":\"1\",\"c\":\"2\",\"d\":\"3\"}}");
        Difference changed =
                difference(type, OperationType.UPDATE, before, "{\"" + member + "\":{\"a.b\":\"4\",\"d\":null}}");
        assertThat(changed.changes())
                .containsExactly(new Change(member + ".a.b", "1", "4"), new Change(member + ".d", "3", null));
        assertThat(changed.state()).isEqualTo(state("{\"" + member + "\":{\"a.b\":\"4\",\"c\":\"2\"}}"));
    }

    @Test
    void aRealmKeepsWhatItWasGiven() {
        SortedMap<String, String> before = state("{\"attributes\":{\"pbx.sipDomain\":\"a.test\",\"x\":\"1\"}}");
        assertThat(difference("Domain", OperationType.UPDATE, before, "{\"attributes\":{\"y\":\"2\"}}")
                        .changes())
                .containsExactly(new Change("attributes.x", "1", null), new Change("attributes.y", null, "2"));
    }

    @Test
    void aSecretThatIsSentIsAChangeWhoseValuesAreNotTold() {
        SortedMap<String, String> before = state("{\"clientId\":\"app\",\"secret\":\"one\"}");
        assertThat(difference(OperationType.UPDATE, before, "{\"clientId\":\"app\",\"secret\":\"two\"}")
                        .changes())
                .containsExactly(new Change("secret", "***", "***"));
        assertThat(difference(OperationType.UPDATE, before, "{\"clientId\":\"app\"}")
                        .changes())
                .isEmpty();
    }

    @Test
    void aStateIsReadAsItWasKept() {
        SortedMap<String, String> state = state("{\"a\":\"<&\\\"é\",\"b\":{\"c\":1.5}}");
        assertThat(ObjectState.kept(ObjectState.text(state))).isEqualTo(state);
        assertThat(ObjectState.kept(null)).isEmpty();
        assertThat(ObjectState.kept("no JSON")).isEmpty();
        TreeMap<String, String> large = new TreeMap<>(Map.of("a", "x".repeat(70_000)));
        assertThat(ObjectState.text(large)).isNull();
    }

    @Test
    void theLogIsXmlAsTheContractHasIt() {
        assertThat(LogData.of("users/1", "101", List.of()))
                .isEqualTo("<LogData><Identity><Key>users/1</Key><Name>101</Name></Identity>"
                        + "<ObjectDifferences></ObjectDifferences></LogData>");
        assertThat(LogData.of(
                        "users/1",
                        null,
                        List.of(new Change("a<b", null, "1 & 2"), new Change("c", "old\u0000", "new\r"))))
                .isEqualTo(
                        "<LogData><Identity><Key>users/1</Key><Name></Name></Identity><ObjectDifferences><ObjectDifference><Property>a&lt;b</Property><NewValue>1"
                                + " &amp; 2</NewValue></ObjectDifference>"
                                + "<ObjectDifference><Property>c</Property><OldValue>old\uFFFD</OldValue>"
                                + "<NewValue>new&#13;</NewValue></ObjectDifference></ObjectDifferences></LogData>");
    }

    @Test
    void theLogIsBounded() {
        List<Change> many = Collections.nCopies(300, new Change("a", null, "b"));
        assertThat(LogData.of("k", "n", many).split("<ObjectDifference>", -1)).hasSize(202);
        assertThat(LogData.of("k", "n", many))
                .contains("<Property>…</Property></ObjectDifference></ObjectDifferences>");
        List<Change> long1 = Collections.nCopies(100, new Change("a", "x".repeat(2000), "y".repeat(2000)));
        assertThat(LogData.of("k", "n", long1).length()).isLessThan(80_000);
    }
}
