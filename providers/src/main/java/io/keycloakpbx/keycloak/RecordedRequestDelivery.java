package io.keycloakpbx.keycloak;

import io.keycloakpbx.store.OutboxDeliveryProvider;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntity;
import org.apache.http.HttpStatus;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.LogoutToken;

/** Sends recorded requests. A logout token, which lives two minutes, is signed anew for each try. */
@ReliesOn("org.keycloak.models.TokenManager: signs with the algorithm of the context's client")
final class RecordedRequestDelivery implements OutboxDeliveryProvider {

    private static final String LOGOUT_TOKEN = OAuth2Constants.LOGOUT_TOKEN + "=";
    private static final int TOKEN_SECONDS = 120;
    private static final int TIMEOUT = (int) TimeUnit.SECONDS.toMillis(5);
    private static final int TOO_MANY_REQUESTS = 429;

    /** Seconds from the connection to the answer; an app that sends a byte now and then is within every other limit. */
    private static final int SECONDS_IN_ALL = 10;

    /** Bytes of an answer that are read, so that the connection serves again. */
    private static final int MAX_BODY = 4_096;

    private final KeycloakSession session;

    RecordedRequestDelivery(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Sending prepare(RealmModel realm, String payload) {
        RecordedRequest recorded = RecordedRequest.fromJson(payload);
        RecordedRequest request = isLogout(recorded) ? signedAnew(realm, recorded) : recorded;
        CloseableHttpClient client =
                session.getProvider(HttpClientProvider.class).getHttpClient();
        return () -> request == null ? Outcome.DELIVERED : send(client, request);
    }

    private static boolean isLogout(RecordedRequest request) {
        return request.body() != null && text(request).startsWith(LOGOUT_TOKEN);
    }

    /** Null where the client is gone, who was to be told. */
    private RecordedRequest signedAnew(RealmModel realm, RecordedRequest request) {
        LogoutToken token;
        try {
            String encoded = text(request).substring(LOGOUT_TOKEN.length());
            token = new JWSInput(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).readJsonContent(LogoutToken.class);
        } catch (JWSInputException e) {
            // Encrypted for its client: it cannot be read, and goes as it is.
            return request;
        }
        ClientModel client = realm.getClientByClientId(token.getAudience()[0]);
        if (client == null) {
            return null;
        }
        token.issuedNow();
        token.exp((long) Time.currentTime() + TOKEN_SECONDS);
        session.getContext().setClient(client);
        String body = LOGOUT_TOKEN + URLEncoder.encode(session.tokens().encode(token), StandardCharsets.UTF_8);
        return request.withBody(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(RecordedRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static Outcome send(CloseableHttpClient client, RecordedRequest recorded) throws IOException {
        RequestBuilder request =
                RequestBuilder.create(recorded.method()).setUri(recorded.uri()).setConfig(limits(client));
        recorded.headers().forEach(request::addHeader);
        if (recorded.body() != null) {
            ByteArrayEntity entity = new ByteArrayEntity(recorded.body());
            entity.setContentType(recorded.contentType());
            request.setEntity(entity);
        }
        HttpUriRequest sent = request.build();
        CompletableFuture<Void> over = abortUnlessOver(sent);
        try (CloseableHttpResponse response = client.execute(sent)) {
            int status = response.getStatusLine().getStatusCode();
            readIfShort(response.getEntity());
            if (status >= HttpStatus.SC_INTERNAL_SERVER_ERROR
                    || status == HttpStatus.SC_REQUEST_TIMEOUT
                    || status == TOO_MANY_REQUESTS) {
                throw new IOException("the answer is " + status);
            }
            return status < HttpStatus.SC_BAD_REQUEST ? Outcome.DELIVERED : Outcome.REFUSED;
        } finally {
            over.complete(null);
        }
    }

    /** Ends the connection if the future has not been completed in time. */
    private static CompletableFuture<Void> abortUnlessOver(HttpUriRequest request) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        over.orTimeout(SECONDS_IN_ALL, TimeUnit.SECONDS).exceptionallyAsync(late -> {
            request.abort();
            return null;
        });
        return over;
    }

    /** Nobody asks what an answer says. The connection to who sends more than a little is closed rather than used again. */
    private static void readIfShort(HttpEntity entity) {
        if (entity != null && entity.getContentLength() >= 0 && entity.getContentLength() <= MAX_BODY) {
            EntityUtils.consumeQuietly(entity);
        }
    }

    private static RequestConfig limits(CloseableHttpClient client) {
        RequestConfig server = client instanceof Configurable configurable ? configurable.getConfig() : null;
        return (server == null ? RequestConfig.custom() : RequestConfig.copy(server))
                .setConnectTimeout(TIMEOUT)
                .setConnectionRequestTimeout(TIMEOUT)
                .setSocketTimeout(TIMEOUT)
                .build();
    }

    @Override
    public void close() {}
}
