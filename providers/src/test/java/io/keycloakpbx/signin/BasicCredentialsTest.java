package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class BasicCredentialsTest {

    @Test
    void readsUserNameAndPassword() {
        assertThat(BasicCredentials.of("bWFuYWdlcjptYW5hZzNycGE1NXdvcmQ="))
                .isEqualTo(new BasicCredentials("manager", "manag3rpa55word"));
        assertThat(BasicCredentials.of(base64("a:b:c"))).isEqualTo(new BasicCredentials("a", "b:c"));
        assertThat(BasicCredentials.of(base64("jürgen:pässword")))
                .isEqualTo(new BasicCredentials("jürgen", "pässword"));
        assertThat(BasicCredentials.of(base64("a:"))).isEqualTo(new BasicCredentials("a", ""));
    }

    @Test
    void isNullForAnythingElse() {
        for (String base64 :
                new String[] {"", "!!!", base64("nocolon"), base64(":b"), base64("a\n:b"), base64("a:b\0"), "gIA6gA=="
                }) {
            assertThat(BasicCredentials.of(base64)).as(base64).isNull();
        }
    }

    @Test
    void readsLatin1WhereItIsNoUtf8() {
        String latin1 = Base64.getEncoder().encodeToString("isym:Grüße-2026!".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(BasicCredentials.of(latin1)).isEqualTo(new BasicCredentials("isym", "Grüße-2026!"));
        assertThat(BasicCredentials.of(base64("isym:Grüße-2026!")))
                .isEqualTo(new BasicCredentials("isym", "Grüße-2026!"));
    }

    @Test
    void neverShowsThePassword() {
        assertThat(new BasicCredentials("a", "topsecret").toString()).doesNotContain("topsecret");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
