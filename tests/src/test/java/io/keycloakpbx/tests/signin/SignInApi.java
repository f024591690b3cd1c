package io.keycloakpbx.tests.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.ResourceDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The sign-in API at one base URL, as its clients use it. What is sent is sent as it is. */
final class SignInApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int RETRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String baseUrl;
    private final Secrets secrets;

    private SignInApi(String baseUrl, Secrets secrets) {
        this.baseUrl = baseUrl;
        this.secrets = secrets;
    }

    /** The base URL that serves every tenant. */
    static SignInApi ofMaster(Keycloak keycloak, Secrets secrets) {
        return of(keycloak.realm("master"), secrets);
    }

    /** The base URL that serves one tenant. */
    static SignInApi of(Realm realm, Secrets secrets) {
        return new SignInApi(realm.issuer() + "/api", secrets);
    }

    /** Signs in; without a domain where it is null. */
    Answer signIn(String username, String password, String domain) {
        return withPassword("/auth/sign_in", username, password, domain);
    }

    /** Signs in with what is right; the answer has tokens. */
    Answer signedIn(String username, String password, String domain) {
        return retried(() -> signIn(username, password, domain)).isTokens();
    }

    /** Signs in with the right password of a user who has a second factor; the answer has a session token. */
    Answer challenged(String username, String password, String domain) {
        return retried(() -> signIn(username, password, domain)).isChallenge();
    }

    /** Signs in with the right password of a user of whom something else is asked; the answer is no refusal. */
    Answer pending(String username, String password, String domain) {
        return retried(() -> signIn(username, password, domain));
    }

    /** The legacy sign-in with what is right. */
    Answer loggedIn(String username, String password, String domain) {
        return retried(() -> login(username, password, domain));
    }

    /**
     * Keycloak refuses a user's sign-in while brute-force detection still books the one before, which it does after it has
     * answered: a test that signs in twice in a row may be too fast.
     */
    static Answer retried(Supplier<Answer> request) {
        Answer answer = request.get();
        for (int retry = 0; retry < RETRIES && answer.isRefusal(); retry++) {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            answer = request.get();
        }
        return answer;
    }

    /** The legacy sign-in. */
    Answer login(String username, String password, String domain) {
        return withPassword("/login", username, password, domain);
    }

    private Answer withPassword(String path, String username, String password, String domain) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("username", username);
        body.put("password", password);
        if (domain != null) {
            body.put("domain", domain);
        }
        return post(path, body);
    }

    Answer refresh(String refreshToken) {
        return post("/auth/refresh_token", Map.of("refresh_token", refreshToken));
    }

    Answer verifyOtp(String token, String code) {
        return post("/auth/verify_otp", Map.of("token", token, "code", code));
    }

    Answer resetPassword(String token, String newPassword) {
        return post("/auth/reset_password", Map.of("token", token, "new_password", newPassword));
    }

    Answer signOut(String accessToken) {
        return send("POST", "/auth/sign_out", new byte[0], bearer(accessToken));
    }

    Answer logout(String accessToken) {
        return send("POST", "/logout", new byte[0], bearer(accessToken));
    }

    Answer user(String accessToken) {
        return get("/auth/user", bearer(accessToken));
    }

    /** {@code GET /login}. */
    Answer presented(String accessToken) {
        return get("/login", bearer(accessToken));
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    Answer post(String path, Map<String, ?> body, String... headers) {
        try {
            String[] all = new String[headers.length + 2];
            all[0] = "Content-Type";
            all[1] = "application/json";
            System.arraycopy(headers, 0, all, 2, headers.length);
            return send("POST", path, JSON.writeValueAsBytes(body), all);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Posts a text as it is; without a content type where that is null. */
    Answer post(String path, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return contentType == null ? send("POST", path, bytes) : send("POST", path, bytes, "Content-Type", contentType);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    /** Headers are names and values in turn. */
    Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(TIMEOUT)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        secrets.sent(body);
        try {
            HttpResponse<String> response = ResourceDescription.current()
                    .checked(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            secrets.received(response.body());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
