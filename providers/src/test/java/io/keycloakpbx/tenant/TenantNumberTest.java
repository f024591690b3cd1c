package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TenantNumberTest {

    /** What JavaScript and every other JSON client reads exactly. */
    private static final long LARGEST_EXACT_INTEGER = (1L << 53) - 1;

    @Property
    void isAStringOfDigitsThatJsonClientsReadExactly(@ForAll String realmId) {
        String number = TenantNumber.of(realmId);
        assertThat(number).matches("0|[1-9][0-9]{0,15}").isEqualTo(TenantNumber.of(realmId));
        assertThat(Long.parseLong(number)).isLessThanOrEqualTo(LARGEST_EXACT_INTEGER);
    }

    /** A stored number must be found again by another version: the way it is made never changes. */
    @Test
    void isTheSameForEver() {
        assertThat(TenantNumber.of("6d3a1c1e-0f57-4f0c-9d6e-2d2f0a3b9c11")).isEqualTo("633646081845001");
    }

    @Test
    void differs() {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(TenantNumber.of(UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)})
                    .toString()));
        }
        assertThat(numbers).hasSize(10_000);
    }
}
