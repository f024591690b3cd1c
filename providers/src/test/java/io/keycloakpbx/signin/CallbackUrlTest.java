package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pbx.example.com/",
                "https://pbx.example.com:8443/a?b=c",
                "http://localhost/x",
                "http://127.0.0.1:3000/x",
                "http://[::1]:3000/x"
            })
    void safe(String url) {
        assertThat(CallbackUrl.isSafe(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "/x",
                "//pbx.example.com/x",
                "http://pbx.example.com/",
                "http://localhost.evil.test/",
                "http://localhost:*",
                "https:///x",
                "https://user@pbx.example.com/",
                "https://pbx.example.com/#x",
                "https://pbx.example.com/ x",
                "https://pbx.example.com/\r\nx",
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://pbx.example.com/"
            })
    void unsafe(String url) {
        assertThat(CallbackUrl.isSafe(url)).isFalse();
    }
}
