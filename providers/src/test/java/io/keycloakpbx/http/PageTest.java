package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    private static final Page.Length LENGTH = new Page.Length(100, 1, 500);

    private static MultivaluedMap<String, String> query(String... pairs) {
        MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            query.putSingle(pairs[i], pairs[i + 1]);
        }
        return query;
    }

    @Test
    void hasTheUsualLengthWhereNothingIsSaid() {
        assertThat(Page.firstMax(query(), LENGTH, RefusalRenderer.TEXT)).isEqualTo(new Page(0, 100));
        assertThat(Page.skipTop(query(), LENGTH, RefusalRenderer.TEXT)).isEqualTo(new Page(0, 100));
        assertThat(Page.pageOfSize(query(), LENGTH, RefusalRenderer.TEXT)).isEqualTo(new Page(0, 100));
    }

    @Test
    void readsThreeSpellings() {
        assertThat(Page.firstMax(query("first", "7", "max", "5"), LENGTH, RefusalRenderer.TEXT))
                .isEqualTo(new Page(7, 5));
        assertThat(Page.skipTop(query("$skip", "7", "$top", "5"), LENGTH, RefusalRenderer.TEXT))
                .isEqualTo(new Page(7, 5));
        assertThat(Page.pageOfSize(query("page", "3", "pagesize", "50"), LENGTH, RefusalRenderer.TEXT))
                .isEqualTo(new Page(100, 50));
    }

    @Test
    void aPageBeyondAllNumbersIsEmptyAndNoFailure() {
        assertThat(Page.pageOfSize(query("page", "2147483647", "pagesize", "500"), LENGTH, RefusalRenderer.TEXT))
                .isEqualTo(new Page(Integer.MAX_VALUE, 500));
    }

    @ParameterizedTest
    @CsvSource({
        "first, -1, 'first must be a whole number, 0 or more'",
        "first, x, 'first must be a whole number, 0 or more'",
        "max, 0, 'max must be a whole number, from 1 to 500'",
        "max, 501, 'max must be a whole number, from 1 to 500'",
        "max, 99999999999, 'max must be a whole number, from 1 to 500'",
        "max, '', 'max must be a whole number, from 1 to 500'",
    })
    void refusesWhatIsOutOfBounds(String name, String value, String text) {
        assertRefused(() -> Page.firstMax(query(name, value), LENGTH, RefusalRenderer.TEXT), text);
    }

    @Test
    void countsPagesFromOne() {
        assertRefused(
                () -> Page.pageOfSize(query("page", "0"), LENGTH, RefusalRenderer.TEXT),
                "page must be a whole number, 1 or more");
    }

    private static void assertRefused(Supplier<Page> page, String text) {
        assertThatThrownBy(page::get)
                .asInstanceOf(InstanceOfAssertFactories.type(WebApplicationException.class))
                .satisfies(e -> {
                    assertThat(e.getResponse().getStatus()).isEqualTo(400);
                    assertThat(e.getResponse().getEntity()).isEqualTo(text);
                });
    }
}
