package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ModelValidationException;

class TenantRulesTest {

    private static TenantRepresentation tenant(String name, String website, String avatarUrl) {
        return new TenantRepresentation(null, null, null, name, null, null, website, avatarUrl, null);
    }

    private static TenantRepresentation withDomains(String sipDomain, List<String> aliases) {
        return new TenantRepresentation(null, null, null, null, sipDomain, aliases, null, null, null);
    }

    private static void refused(TenantRepresentation tenant, String message) {
        assertThatThrownBy(() -> TenantRules.check(tenant))
                .isInstanceOf(ModelValidationException.class)
                .hasMessage(message);
    }

    @Test
    void everyMemberMayBeLeftOutOrEmptied() {
        assertThatCode(() -> TenantRules.check(tenant(null, null, null))).doesNotThrowAnyException();
        assertThatCode(() -> TenantRules.check(tenant("Acme", "", ""))).doesNotThrowAnyException();
    }

    @Test
    void names() {
        assertThatCode(() -> TenantRules.check(tenant("é".repeat(1_024), null, null)))
                .doesNotThrowAnyException();
        refused(tenant("é".repeat(1_025), null, null), "name must have at most 1024 characters");
        refused(tenant(" ", null, null), "name must not be empty");
        refused(tenant("", null, null), "name must not be empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.example.com",
                "https://acme.example.com:8443/a/b?c=d#e",
                "HTTPS://ACME.EXAMPLE.COM",
                "https://[2001:db8::1]/"
            })
    void webAddresses(String url) {
        assertThatCode(() -> TenantRules.check(tenant(null, url, url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.example.com",
                "ftp://acme.example.com",
                "javascript:alert(1)",
                "data:text/html,x",
                "https://",
                "https:/acme",
                "https://acme example",
                "https://acme.example/\"onload=\"",
                "//acme.example.com/logo.png",
                "https://acme.example\r\nSet-Cookie: a=b"
            })
    void otherAddresses(String url) {
        refused(tenant(null, url, null), "website must be an http or https URL");
        refused(tenant(null, null, url), "avatarUrl must be an http or https URL or a path that begins with /");
    }

    @Test
    void aLogoMayBeAPath() {
        assertThatCode(() -> TenantRules.check(tenant(null, null, "/api/blobs/WexWdABcd5D4")))
                .doesNotThrowAnyException();
        refused(tenant(null, "/about", null), "website must be an http or https URL");
    }

    @Test
    void lengthsOfAddresses() {
        String prefix = "https://acme.example/";
        assertThatCode(() -> TenantRules.check(tenant(
                        null,
                        prefix + "x".repeat(255 - prefix.length()),
                        prefix + "x".repeat(2_048 - prefix.length()))))
                .doesNotThrowAnyException();
        refused(
                tenant(null, prefix + "x".repeat(256 - prefix.length()), null),
                "website must have at most 255 characters");
        refused(
                tenant(null, null, prefix + "x".repeat(2_049 - prefix.length())),
                "avatarUrl must have at most 2048 characters");
    }

    @Test
    void domains() {
        String words = "A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters";
        refused(withDomains("not a domain", null), words);
        refused(withDomains("", null), words);
        refused(withDomains("acme.example", List.of("ok.example", "acme,globex")), words);
        refused(withDomains("acme.example", Collections.singletonList(null)), words);
        assertThat(TenantRules.sipDomain("sipDomain", " ACME.example. ")).isEqualTo(new SipDomain("acme.example"));
        assertThat(TenantRules.aliases(List.of("A.example", "b.example", "a.EXAMPLE")))
                .isEqualTo("a.example,b.example");
    }

    @Test
    void atMost100Aliases() {
        List<String> aliases =
                IntStream.range(0, 101).mapToObj(i -> "alias" + i + ".example").toList();
        assertThatCode(() -> TenantRules.check(withDomains(null, aliases.subList(0, 100))))
                .doesNotThrowAnyException();
        refused(withDomains(null, aliases), "sipDomainAliases must have at most 100 SIP domains");
    }
}
