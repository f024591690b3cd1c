package io.keycloakpbx.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTokenTest {

    /** Realm ids are anybody's choice at import: one may have a period, the random part never has. */
    @ParameterizedTest
    @CsvSource({
        "realm.random, realm",
        "3f2c-9a.random, 3f2c-9a",
        "a.b.random, a.b",
        "random, ''",
        ".random, ''",
        "realm., realm",
        "., ''",
        "'', ''"
    })
    void beginsWithTheRealmsId(String token, String realmId) {
        assertThat(SessionToken.realmId(token)).isEqualTo(realmId);
    }
}
