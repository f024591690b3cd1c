package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryStringTest {

    @Test
    void onlyAnAmpersandEndsAParameter() {
        assertThat(QueryString.parse("$format=application/json;odata=verbose&$filter=Name+eq%20'a;b%26c'&$format=atom"))
                .containsExactly(
                        entry("$format", List.of("application/json;odata=verbose", "atom")),
                        entry("$filter", List.of("Name eq 'a;b&c'")));
    }

    @Test
    void namesAreDecodedAndNothingIsLost() {
        assertThat(QueryString.parse("%24top=1&&=x&$skip&a=b=c&%C3%A9=%C3%A9"))
                .containsExactly(
                        entry("$top", List.of("1")),
                        entry("$skip", List.of("")),
                        entry("a", List.of("b=c")),
                        entry("é", List.of("é")));
        assertThat(QueryString.parse("")).isEmpty();
    }

    @Test
    void whatIsNotWellEncodedStandsForItself() {
        assertThat(QueryString.parse("$filter=%zz&$top=%&x=%ff"))
                .containsExactly(
                        entry("$filter", List.of("%zz")), entry("$top", List.of("%")), entry("x", List.of("\uFFFD")));
    }
}
