package io.keycloakpbx.telemetry;

import io.opentelemetry.api.trace.Span;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.tracing.NoopTracingProvider;
import org.keycloak.tracing.TracingProvider;

/** Keycloak's tracing, as far as the bundle uses it: what it is told is kept. */
public final class Traces {

    private final List<String> told = new ArrayList<>();

    private final TracingProvider tracing = new NoopTracingProvider() {

        @Override
        public <T> T trace(Class<?> tracerClass, String spanSuffix, Function<Span, T> execution) {
            String name = tracerClass.getSimpleName() + "." + spanSuffix;
            told.add("begin " + name);
            try {
                return execution.apply(getCurrentSpan());
            } catch (RuntimeException e) {
                error(e);
                throw e;
            } finally {
                told.add("end " + name);
            }
        }

        @Override
        public void error(Throwable error) {
            told.add("error " + error.getMessage());
        }

        @Override
        public void close() {
            told.add("close");
        }
    };

    /** Begins, errors and ends of spans, in turn. */
    public List<String> told() {
        return told;
    }

    /** A session, of a server, that has tracing and nothing else. */
    public KeycloakSession session() {
        return stub(KeycloakSession.class, (proxy, method, arguments) -> {
            if (arguments == null) {
                return factory();
            }
            assert arguments[0] == TracingProvider.class;
            return tracing;
        });
    }

    KeycloakSessionFactory factory() {
        ProviderFactory<?> factory = stub(ProviderFactory.class, (proxy, method, arguments) -> tracing);
        return stub(KeycloakSessionFactory.class, (proxy, method, arguments) -> factory);
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
