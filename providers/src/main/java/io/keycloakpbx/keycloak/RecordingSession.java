package io.keycloakpbx.keycloak;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpStatus;
import org.apache.http.HttpVersion;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.message.BasicHttpResponse;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;

/**
 * A session like another one, but that whatever is sent with its HTTP client is recorded and counts as answered with 200.
 * So what Keycloak sends in the middle of a transaction can leave after it.
 */
@ReliesOn({
    "org.keycloak.connections.httpclient.HttpClientProvider: all that Keycloak sends goes through its client",
    "org.keycloak.protocol.LoginProtocol: sends with the session that setSession has given it"
})
final class RecordingSession {

    private final KeycloakSession session;
    private final Consumer<RecordedRequest> requests;
    private final Set<LoginProtocol> protocols = new HashSet<>();

    RecordingSession(KeycloakSession session, Consumer<RecordedRequest> requests) {
        this.session = session;
        this.requests = requests;
    }

    /** Runs something with the recording session. */
    void run(Consumer<KeycloakSession> work) {
        KeycloakSession recording = (KeycloakSession) Proxy.newProxyInstance(
                KeycloakSession.class.getClassLoader(), new Class<?>[] {KeycloakSession.class}, this::invoke);
        try {
            work.accept(recording);
        } finally {
            protocols.forEach(protocol -> protocol.setSession(session));
        }
    }

    private Object invoke(Object recording, Method method, Object[] arguments) throws Throwable {
        Object result = call(session, method, arguments);
        if (result instanceof HttpClientProvider http) {
            return Proxy.newProxyInstance(
                    HttpClientProvider.class.getClassLoader(),
                    new Class<?>[] {HttpClientProvider.class},
                    (self, httpMethod, httpArguments) -> recorded(http, httpMethod, httpArguments));
        }
        if (result instanceof LoginProtocol protocol) {
            protocols.add(protocol);
            protocol.setSession((KeycloakSession) recording);
        }
        return result;
    }

    private Object recorded(HttpClientProvider http, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "getHttpClient" -> new RecordingClient(requests);
            case "postText" -> {
                requests.accept(RecordedRequest.ofText((String) arguments[0], (String) arguments[1]));
                yield HttpStatus.SC_OK;
            }
            default -> call(http, method, arguments);
        };
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static final class RecordingClient extends CloseableHttpClient {

        private final Consumer<RecordedRequest> requests;

        RecordingClient(Consumer<RecordedRequest> requests) {
            this.requests = requests;
        }

        @Override
        protected CloseableHttpResponse doExecute(HttpHost target, HttpRequest request, HttpContext context)
                throws IOException {
            requests.accept(RecordedRequest.of((HttpUriRequest) request));
            return new Answer();
        }

        @Override
        @Deprecated
        public HttpParams getParams() {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        public ClientConnectionManager getConnectionManager() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static final class Answer extends BasicHttpResponse implements CloseableHttpResponse {

        Answer() {
            super(HttpVersion.HTTP_1_1, HttpStatus.SC_OK, "OK");
        }

        @Override
        public void close() {}
    }
}
