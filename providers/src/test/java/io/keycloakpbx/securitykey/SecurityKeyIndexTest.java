package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SecurityKeyIndexTest {

    private static final SecretKeySpec KEY = SecurityKeyIndex.lookupKey("a lookup key of at least 32 characters");
    private static final SecretKeySpec OTHER_KEY =
            SecurityKeyIndex.lookupKey("another lookup key of at least 32 characters");

    @Test
    void findsTheSamePurposeAndValueAgain() {
        assertThat(SecurityKeyIndex.of("realm", KEY).valueHashes("purpose", "value"))
                .isEqualTo(SecurityKeyIndex.of("realm", KEY).valueHashes("purpose", "value"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{64}");
    }

    @Test
    void differsByKeyRealmKindAndEveryPart() {
        SecurityKeyIndex index = SecurityKeyIndex.of("realm", KEY);
        Stream<String> hashes = Stream.of(
                        index.valueHashes("purpose", "value"),
                        index.valueHashes("purpos", "evalue"),
                        index.valueHashes("value", "purpose"),
                        index.userHashes("value"),
                        index.userHashes("purpose"),
                        SecurityKeyIndex.of("other", KEY).valueHashes("purpose", "value"),
                        SecurityKeyIndex.of("realm", OTHER_KEY).valueHashes("purpose", "value"))
                .map(list -> list.get(0));
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void aCodeIsHashedForItsRealm() {
        assertThat(SecurityKeyIndex.codeHash("realm", "code"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(SecurityKeyIndex.codeHash("realm", "code"))
                .isNotEqualTo(SecurityKeyIndex.codeHash("other", "code"))
                .isNotEqualTo(SecurityKeyIndex.codeHash("realm", "other"));
    }
}
