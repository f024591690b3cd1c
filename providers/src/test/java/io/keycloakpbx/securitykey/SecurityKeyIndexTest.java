package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.crypto.KeyedHash;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecurityKeyIndexTest {

    private static final KeyedHash KEY = SecurityKeyIndex.lookupKey("a lookup key of at least 32 characters");
    private static final KeyedHash OTHER_KEY =
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
    void onlyTheSameKeyRealmAndRowTellWhomAKeyIsFor() {
        SecurityKeyIndex index = SecurityKeyIndex.of("realm", KEY);
        String seal = index.seal("user", "code hash");
        assertThat(seal).doesNotContain("user").isNotEqualTo(index.seal("user", "code hash"));
        assertThat(index.open(seal, "code hash")).isEqualTo("user");
        assertThat(index.open(seal, "other")).isNull();
        assertThat(SecurityKeyIndex.of("other", KEY).open(seal, "code hash")).isNull();
        assertThat(SecurityKeyIndex.of("realm", OTHER_KEY).open(seal, "code hash"))
                .isNull();
        assertThat(index.open("no seal", "code hash")).isNull();
    }

    @Test
    void theLongestIdOfAUserFitsItsColumn() {
        assertThat(SecurityKeyIndex.of("realm", KEY).seal("ü€😀a".repeat(60), "code hash"))
                .hasSizeLessThanOrEqualTo(1400);
    }

    @Test
    void aCodeIsHashedForItsRealm() {
        assertThat(SecurityKeyIndex.codeHash("realm", "code"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(SecurityKeyIndex.codeHash("realm", "code"))
                .isNotEqualTo(SecurityKeyIndex.codeHash("other", "code"))
                .isNotEqualTo(SecurityKeyIndex.codeHash("realm", "other"));
    }

    @Test
    void findsWhatEarlierReleasesHaveStored() {
        SecurityKeyIndex index =
                SecurityKeyIndex.of("realm", SecurityKeyIndex.lookupKey("a lookup key of 32 characters..."));
        assertThat(index.valueHashes("purpose", "value"))
                .containsExactly("a742056ce08030ec77f6b869ae8dfe3df675b40d105bee5ccbc28d13e7cc06a7");
        assertThat(index.userHashes("u"))
                .containsExactly("d70cbd52d2bb2d746962469e609d00d9f3078d3da8db5beb06886fbb02351dcd");
        assertThat(SecurityKeyIndex.codeHash("realm", "code"))
                .isEqualTo("e193c42ebef8a3bc6d396dc76e4cd3f5b3f130d0839da23d324c82e791ed17b2");
    }
}
