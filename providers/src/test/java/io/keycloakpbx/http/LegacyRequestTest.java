package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LegacyRequestTest {

    private static LegacyRequest request(String header, String... values) {
        return new LegacyRequest("acme", "https://pbx.example", Map.of(header, List.of(values)));
    }

    @Test
    void readsTheCredentialsOfTheOneSchemeAskedFor() {
        assertThat(request("Authorization", "Basic abc").credentials("Basic")).contains("abc");
        assertThat(request("Authorization", "bASIC  abc ").credentials("Basic")).contains("abc");
        assertThat(request("Authorization", "Basic").credentials("Basic")).isEmpty();
        assertThat(request("Authorization", "Bearer abc").credentials("Basic")).isEmpty();
        assertThat(request("Authorization", "Basic abc", "Basic abc").credentials("Basic"))
                .isEmpty();
        assertThat(request("X", "Basic abc").credentials("Basic")).isEmpty();
    }

    @Test
    void knowsPagesOfOtherSites() {
        assertThat(request("Origin", "https://pbx.example").isOfAnotherSite()).isFalse();
        assertThat(request("Origin", "https://evil.example").isOfAnotherSite()).isTrue();
        assertThat(request("Origin", "null").isOfAnotherSite()).isTrue();
        assertThat(request("Sec-Fetch-Site", "same-origin").isOfAnotherSite()).isFalse();
        assertThat(request("Sec-Fetch-Site", "none").isOfAnotherSite()).isFalse();
        assertThat(request("Sec-Fetch-Site", "same-site").isOfAnotherSite()).isTrue();
        assertThat(request("Sec-Fetch-Site", "cross-site").isOfAnotherSite()).isTrue();
        assertThat(request("X", "y").isOfAnotherSite()).isFalse();
    }

    @Test
    void wrapStandsForItsToken() {
        WrapSchemeFactory wrap = new WrapSchemeFactory();

        assertThat(wrap.authorize(request("Authorization", "WRAP access_token=\"a.b.c\""))
                        .map(stage -> stage.toCompletableFuture().join()))
                .hasValueSatisfying(outcome -> assertThat(((LegacyAuthorization.Token) outcome).token())
                        .isEqualTo("a.b.c"));
        for (String other :
                List.of("WRAP", "WRAP a.b.c", "WRAP access_token=\"\"", "WRAP access_token=\"a\", x=\"b\"")) {
            assertThat(wrap.authorize(request("Authorization", other)))
                    .as(other)
                    .isEmpty();
        }
    }
}
