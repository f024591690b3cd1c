package io.keycloakpbx.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a legacy scheme has to know of a request.
 *
 * @param realmName the realm of the path, which need not exist
 * @param origin the scheme, host and port that the request was sent to
 * @param headers the headers, by name in whatever case
 */
public record LegacyRequest(String realmName, String origin, Map<String, List<String>> headers) {

    private static final String AUTHORIZATION = "Authorization";

    /** The one value of a header; none where there are several. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values != null && values.size() == 1 ? Optional.ofNullable(values.get(0)) : Optional.empty();
    }

    /** What the one {@code Authorization} header has after the name of a scheme; none where it is of another. */
    public Optional<String> credentials(String scheme) {
        return header(AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, scheme + ' ', 0, scheme.length() + 1))
                .map(value -> value.substring(scheme.length() + 1).strip());
    }

    /** Whether a page of another site has made a browser send the request. */
    public boolean isOfAnotherSite() {
        List<String> origins = headers.get("Origin");
        List<String> sites = headers.get("Sec-Fetch-Site");
        return origins != null && origins.stream().anyMatch(value -> !value.equals(origin))
                || sites != null
                        && sites.stream().anyMatch(value -> !value.equals("same-origin") && !value.equals("none"));
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "LegacyRequest[" + realmName + ']';
    }
}
