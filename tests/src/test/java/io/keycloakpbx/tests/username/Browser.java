package io.keycloakpbx.tests.username;

import io.keycloakpbx.tests.Realm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as a sign-in needs: cookies, redirects, one form per page. No scripts. */
final class Browser {

    // The challenge of RFC 7636 appendix B.
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Pattern ACTION = Pattern.compile("<form[^>]*\\baction=\"([^\"]+)\"");

    private static final Pattern COOKIE =
            Pattern.compile("([^=;]+)=([^;]*);.*?\\bPath=([^;]+).*", Pattern.CASE_INSENSITIVE);

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    /** Not Java's own: a browser sends secure cookies to localhost without TLS as well. */
    private final List<Cookie> cookies = new ArrayList<>();

    private final Realm tenant;
    private final String callback;
    private HttpResponse<String> page;

    Browser(Realm tenant) {
        this.tenant = tenant;
        this.callback = tenant.issuer() + "/account/";
    }

    /** Begins a sign-in to the account console; {@code more} is a further part of the query. */
    Browser open(String more) {
        return go(HttpRequest.newBuilder(URI.create(tenant.issuer()
                + "/protocol/openid-connect/auth?client_id=account-console&response_type=code&scope=openid"
                + "&code_challenge_method=S256&code_challenge=" + CHALLENGE + "&redirect_uri=" + encode(callback)
                + more)));
    }

    Browser submit(Map<String, String> fields) {
        Matcher action = ACTION.matcher(page.body());
        if (!action.find()) {
            throw new AssertionError("no form on " + page.uri() + ", status " + page.statusCode());
        }
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return go(HttpRequest.newBuilder(page.uri().resolve(action.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    boolean arrivedWithACode() {
        String location = location();
        return location.startsWith(callback) && location.contains("code=");
    }

    int status() {
        return page.statusCode();
    }

    /** The page's text, without the tags and with apostrophes as they are seen. */
    String text() {
        return page.body().replaceAll("<[^>]*>", " ").replace("&#39;", "'").replaceAll("\\s+", " ");
    }

    private Browser go(HttpRequest.Builder request) {
        send(request);
        while (page.statusCode() / 100 == 3 && !location().startsWith(callback)) {
            send(HttpRequest.newBuilder(page.uri().resolve(location())));
        }
        return this;
    }

    private void send(HttpRequest.Builder request) {
        String path = request.copy().build().uri().getPath();
        String sent = cookies.stream()
                .filter(cookie -> path.startsWith(cookie.path))
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        try {
            page = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        page.headers().allValues("Set-Cookie").forEach(this::keep);
    }

    private void keep(String header) {
        Matcher matcher = COOKIE.matcher(header);
        if (!matcher.matches()) {
            throw new AssertionError("a cookie without a path: " + header);
        }
        Cookie cookie = new Cookie(matcher.group(1), matcher.group(2), matcher.group(3));
        cookies.removeIf(old -> old.name.equals(cookie.name) && old.path.equals(cookie.path));
        if (!header.contains("Max-Age=0")) {
            cookies.add(cookie);
        }
    }

    private String location() {
        return page.headers().firstValue("Location").orElse("");
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private record Cookie(String name, String value, String path) {}
}
