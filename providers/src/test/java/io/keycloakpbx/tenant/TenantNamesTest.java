package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantNamesTest {

    @Test
    void namesAreReadOnceForManyAndFoundInAnyCase() {
        TenantNames names = new TenantNames();
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {"Acme", "1"});
        rows.add(new Object[] {"acME", "2"});
        rows.add(new Object[] {"other", "3"});
        int[] reads = {0};

        assertThat(names.of("OTHER", () -> read(rows, reads))).containsExactly("3");
        assertThat(names.of("ACME", () -> read(rows, reads))).containsExactly("1", "2");
        for (int i = 0; i < 100; i++) {
            assertThat(names.of("nobody-" + i, () -> read(rows, reads))).isEmpty();
        }

        assertThat(reads[0]).isEqualTo(1);
    }

    private static List<Object[]> read(List<Object[]> rows, int[] reads) {
        reads[0]++;
        return rows;
    }
}
