package io.keycloakpbx.tests.browser;

import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What a token says, its signature unread: it comes from the token endpoint itself. */
public final class Jwt {

    private Jwt() {}

    public static Map<String, Object> claims(String token) {
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return JsonPath.from(new String(payload, StandardCharsets.UTF_8)).getMap("");
    }
}
