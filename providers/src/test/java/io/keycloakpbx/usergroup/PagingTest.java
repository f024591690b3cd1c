package io.keycloakpbx.usergroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.usergroup.Paging.Slice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, null",
                "1, null",
                "null, 1",
                "0, 1",
                "1, 0",
                "-1, 5",
                "x, 5",
                "1, 2147483648",
                "1.5, 2",
                "'', 1"
            })
    void everythingIsOnOnePageUnlessBothAreWholeNumbersFromOne(String page, String size) {
        assertThat(Paging.of(page, size).of(7)).isEqualTo(new Slice(7, 1, 1, 7, 0, -1));
        assertThat(Paging.of(page, size).of(0)).isEqualTo(new Slice(0, 1, 1, 0, 0, -1));
    }

    @ParameterizedTest
    @CsvSource({
        // page, size, total, current page, pages, first
        "1, 1, 7, 1, 7, 0",
        "7, 1, 7, 7, 7, 6",
        "8, 1, 7, 7, 7, 6",
        "2147483647, 1, 7, 7, 7, 6",
        "1, 7, 7, 1, 1, 0",
        "2, 7, 7, 1, 1, 0",
        "2, 3, 7, 2, 3, 3",
        "3, 3, 7, 3, 3, 6",
        "1, 2147483647, 7, 1, 1, 0",
        "1, 1, 0, 1, 1, 0",
        "5, 10, 0, 1, 1, 0"
    })
    void pagesAreCountedFromOneAndEndWithTheLast(int page, int size, long total, int current, int pages, int first) {
        assertThat(Paging.of(Integer.toString(page), Integer.toString(size)).of(total))
                .isEqualTo(new Slice(total, current, pages, size, first, size));
    }

    @Test
    void aListThatIsTooLongIsOnPages() {
        Paging everything = Paging.of(null, null);
        assertThat(everything.ofAtMost(1000, 1000)).isEqualTo(new Slice(1000, 1, 1, 1000, 0, -1));
        assertThat(everything.ofAtMost(2001, 1000)).isEqualTo(new Slice(2001, 1, 3, 1000, 0, 1000));
        assertThat(Paging.of("2", "5000").ofAtMost(2001, 1000)).isEqualTo(new Slice(2001, 2, 3, 1000, 1000, 1000));
        assertThat(Paging.of("2", "5").ofAtMost(7, 1000)).isEqualTo(new Slice(7, 2, 2, 5, 5, 5));
    }

    @Test
    void aListIsFirstTakenToBeLongEnough() {
        assertThat(Paging.of("3", "10").ofLongList().first()).isEqualTo(20);
        assertThat(Paging.of("2147483647", "2147483647").ofLongList().first()).isNotNegative();
        assertThat(Paging.of(null, null).ofLongList().max()).isNegative();
    }
}
