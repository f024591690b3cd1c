package io.keycloakpbx.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Simple web tokens for acme's pbx-rest, and what else of its sessions. */
final class SimpleWebTokens {

    /** Where they come from. */
    static final String LOGIN = TrustMessage.PATH + "/api/login";

    private static final Pattern EXPIRY = Pattern.compile("&ExpiresOn=(\\d+)");
    private static final String MAC = "&HMACSHA256=";

    private SimpleWebTokens() {}

    /** Lets the client have them. */
    static void optIn(TenantApi api) {
        String admin = api.adminToken();
        ObjectNode client = (ObjectNode)
                api.get(admin, "/admin/realms/acme/clients?clientId=pbx-rest").get(0);
        client.withObjectProperty("attributes").put("pbx.swt", "true");
        api.put(admin, "/admin/realms/acme/clients/" + client.path("id").asText(), client);
    }

    /** The body of a login. */
    static String login(String username, String password) {
        return "{\"primary\":{\"username\":\"acme\\\\" + username + "\",\"password\":\"" + password
                + "\"},\"environment\":\"Production\"}";
    }

    /**
     * As many tokens of one session as there are seconds before it ends: nothing else is different in them. They are signed
     * here, by the key that the client's administrator may read.
     */
    static List<String> ofOneSession(TenantApi api, String username) {
        String key = api.get(api.adminToken(), "/admin/realms/acme/securitydata/swt-key/pbx-rest")
                .path("key")
                .asText();
        String token = api.login(LOGIN, login(username, Users.PASSWORD));
        Matcher expiry = EXPIRY.matcher(token);
        if (!expiry.find()) {
            throw new IllegalStateException("No simple web token");
        }
        long end = Long.parseLong(expiry.group(1));
        long soon = System.currentTimeMillis() / 1000 + 600;
        String signed = token.substring(0, token.indexOf(MAC));
        return Stream.iterate(end, second -> second > soon, second -> second - 1)
                .map(second -> signed.replace(expiry.group(), "&ExpiresOn=" + second))
                .map(other -> other + MAC + URLEncoder.encode(mac(key, other), StandardCharsets.UTF_8))
                .toList();
    }

    private static String mac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
