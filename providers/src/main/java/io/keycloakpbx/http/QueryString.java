package io.keycloakpbx.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * The query of the request that is being answered, as it was sent: the server itself takes a semicolon for the end of a
 * parameter, and it is a part of texts and of content types.
 */
public final class QueryString {

    private QueryString() {}

    /** The parameters, decoded, in the order in which they were sent. */
    public static Map<String, List<String>> parameters() {
        String uri = CurrentRequestManager.get().getAbsoluteURI();
        int query = uri.indexOf('?');
        return query < 0 ? Map.of() : parse(uri.substring(query + 1));
    }

    static Map<String, List<String>> parse(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                parameters
                        .computeIfAbsent(name, first -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** What is not well encoded stands for itself, and is refused for what it says. */
    private static String decode(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }
}
