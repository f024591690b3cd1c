package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class BasicCredentialsTest {

    @Test
    void readsUserNameAndPassword() {
        assertThat(BasicCredentials.of("Basic bWFuYWdlcjptYW5hZzNycGE1NXdvcmQ="))
                .isEqualTo(new BasicCredentials("manager", "manag3rpa55word"));
        assertThat(BasicCredentials.of("basic " + base64("a:b:c"))).isEqualTo(new BasicCredentials("a", "b:c"));
        assertThat(BasicCredentials.of("BASIC " + base64("jürgen:pässword")))
                .isEqualTo(new BasicCredentials("jürgen", "pässword"));
        assertThat(BasicCredentials.of("Basic " + base64("a:"))).isEqualTo(new BasicCredentials("a", ""));
    }

    @Test
    void isNullForAnythingElse() {
        for (String header : new String[] {
            null,
            "",
            "Basic",
            "Basic ",
            "Basic !!!",
            "Bearer " + base64("a:b"),
            "Basic " + base64("nocolon"),
            "Basic " + base64(":b"),
            "Basic " + base64("a\n:b"),
            "Basic " + base64("a:b\0"),
            "Basic gIA6gA=="
        }) {
            assertThat(BasicCredentials.of(header)).as(header).isNull();
        }
    }

    @Test
    void neverShowsThePassword() {
        assertThat(new BasicCredentials("a", "topsecret").toString()).doesNotContain("topsecret");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
