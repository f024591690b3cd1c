package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser without scripts: keeps cookies, follows redirects and fills in forms. It stops where a redirect leaves the
 * server or comes to the app that began the sign-in, whether or not anybody listens there.
 */
public final class FormBrowser {

    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final int MAX_REDIRECTS = 20;

    private final Keycloak keycloak;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String app;
    private String closedBefore;

    public FormBrowser(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    /** Where the browser has come to: a page of the server, or an address elsewhere (then without status and body). */
    public record Page(FormBrowser browser, URI url, int status, String body) {

        public boolean isElsewhere() {
            return status == 0;
        }

        /** Sends the first form of the page; names and values in turn. */
        public Page submit(String... form) {
            Matcher matcher = FORM.matcher(body);
            assertThat(matcher.find()).as("a form on %s:%n%s", url, body).isTrue();
            return browser.post(url.resolve(matcher.group(1).replace("&amp;", "&")), form);
        }

        /** A parameter of the address, or null. */
        public String parameter(String name) {
            return FormBrowser.parameter(url, name);
        }

        /** The page's text, without the tags and with apostrophes as they are seen. */
        public String text() {
            return body.replaceAll("<[^>]*>", " ").replace("&#39;", "'").replaceAll("\\s+", " ");
        }

        @Override
        public String toString() {
            return status + " " + url + "\n" + body;
        }
    }

    public Page open(String url) {
        return open(keycloak.baseUrl().resolve(url));
    }

    public Page open(URI url) {
        return follow(url, HttpRequest.newBuilder().GET());
    }

    public Page post(URI url, String... form) {
        return follow(
                url,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
    }

    /** From now on the browser does not follow a redirect to an address with this in its path, as if it were closed. */
    public FormBrowser closeBefore(String path) {
        closedBefore = path;
        return this;
    }

    /** The authorization endpoint of a realm for a client; further parameters' names and values in turn. */
    public Page authorize(Realm realm, String clientId, String redirectUri, String... parameters) {
        app = redirectUri;
        return open(URI.create(realm.issuer() + "/protocol/openid-connect/auth?"
                + encoded("response_type", "code", "client_id", clientId, "redirect_uri", redirectUri)
                + "&" + encoded("scope", "openid", "state", "a=state&more")
                + (parameters.length == 0 ? "" : "&" + encoded(parameters))));
    }

    private Page follow(URI start, HttpRequest.Builder first) {
        URI url = start;
        HttpRequest.Builder request = first;
        for (int i = 0; i < MAX_REDIRECTS; i++) {
            String sent = cookiesFor(url);
            if (!sent.isEmpty()) {
                request.header("Cookie", sent);
            }
            HttpResponse<String> response = send(request.uri(url).build());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            if (response.statusCode() < 300
                    || response.statusCode() >= 400
                    || response.headers().firstValue("Location").isEmpty()) {
                return new Page(this, url, response.statusCode(), response.body());
            }
            url = url.resolve(response.headers().firstValue("Location").orElseThrow());
            if (url.getPort() != keycloak.baseUrl().getPort()
                    || app != null && url.toString().startsWith(app)
                    || closedBefore != null && url.getPath().contains(closedBefore)) {
                return new Page(this, url, 0, "");
            }
            request = HttpRequest.newBuilder().GET();
        }
        throw new AssertionError("More than " + MAX_REDIRECTS + " redirects, the last to " + url);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return ResourceDescription.current().checked(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Browsers send cookies with the attribute Secure to loopback too; Java's own cookie store does not. */
    private void keep(String header) {
        String[] parts = header.split(";");
        String path = "/";
        boolean gone = false;
        for (String part : parts) {
            String attribute = part.strip();
            if (attribute.regionMatches(true, 0, "Path=", 0, 5)) {
                path = attribute.substring(5);
            }
            gone |= attribute.equalsIgnoreCase("Max-Age=0");
        }
        String name = parts[0].substring(0, parts[0].indexOf('='));
        if (gone) {
            cookies.remove(path + " " + name);
        } else {
            cookies.put(path + " " + name, parts[0]);
        }
    }

    private String cookiesFor(URI url) {
        return cookies.entrySet().stream()
                .filter(cookie -> url.getPath()
                        .startsWith(cookie.getKey().substring(0, cookie.getKey().indexOf(' '))))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
    }

    public static String parameter(URI url, String name) {
        if (url.getRawQuery() == null) {
            return null;
        }
        for (String pair : url.getRawQuery().split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    static String encoded(String... form) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            text.append(i == 0 ? "" : "&")
                    .append(form[i])
                    .append('=')
                    .append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
