package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.odata.Query.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The link to the next page: the request's options, and where to go on. */
@ReliesOn(
        "quarkus.http.limits.max-initial-line-length: Keycloak's server takes 32,779 characters, more are answered 414")
final class NextLink {

    /** The server takes 32,779 characters, of which this leaves some to the base URL. */
    private static final int MOST_CHARACTERS = 28_000;

    /** What needs no escape in a query (RFC 3986), but for what parts options from each other in some reader. */
    private static final String PLAIN = "-._~!$'()*,:@/?";

    private NextLink() {}

    /** The link, relative to the base URL; null where the set ends. */
    static String of(String set, Query<?> query, Stretch<?> page) {
        if (page.after() == null) {
            return null;
        }
        List<String> options = new ArrayList<>();
        for (Option option : query.options()) {
            switch (option.name()) {
                case "$skip", "$skiptoken" -> {}
                case "$top" ->
                    options.add("$top=" + (query.top() - page.entities().size()));
                default -> options.add(encoded(option.name()) + "=" + encoded(option.value()));
            }
        }
        if (page.skip() > 0) {
            options.add("$skip=" + page.skip());
        }
        String token = page.after().stream().map(Literal::text).collect(Collectors.joining(","));
        if (token.length() > QueryOptions.MOST_CHARACTERS) {
            throw tooLong();
        }
        options.add("$skiptoken=" + encoded(token));
        String link = set + "?" + String.join("&", options);
        if (link.length() > MOST_CHARACTERS) {
            throw tooLong();
        }
        return link;
    }

    private static ODataException tooLong() {
        return ODataException.invalid("What this is sorted by is too long to go on from: sort by other properties.");
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
