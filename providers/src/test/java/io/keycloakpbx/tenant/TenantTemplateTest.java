package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.idm.RealmRepresentation;

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

    private static RealmRepresentation realm(String sipDomain) throws IOException {
        return TenantTemplate.load(null)
                .realm(new TenantRepresentation(null, null, null, null, sipDomain, null, null, null, null));
    }
}
