package io.keycloakpbx.telemetry;

import io.opentelemetry.api.trace.Span;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.tracing.TracingProvider;

/**
 * Spans of Keycloak's tracing. Requests, statements of the database, commits and calls by HTTP have spans of Keycloak's own,
 * which are within these. Without the server option {@code tracing-enabled} Keycloak's provider does the work and nothing
 * besides.
 */
public final class Spans {

    private Spans() {}

    /**
     * Works within a span. An exception is told in it, and thrown on.
     *
     * @param by whose work it is: the first part of the span's name
     * @param what the second one
     */
    public static <T> T within(KeycloakSession session, Class<?> by, String what, Supplier<T> work) {
        return within(session.getProvider(TracingProvider.class), by, what, work);
    }

    /** Works within a span where there is no session, as {@link #within(KeycloakSession, Class, String, Supplier)} does. */
    public static <T> T within(KeycloakSessionFactory factory, Class<?> by, String what, Supplier<T> work) {
        // As Keycloak's own tasks do: a session would begin a transaction.
        TracingProvider tracing =
                factory.getProviderFactory(TracingProvider.class).create(null);
        try {
            return within(tracing, by, what, work);
        } finally {
            tracing.close();
        }
    }

    private static <T> T within(TracingProvider tracing, Class<?> by, String what, Supplier<T> work) {
        Function<Span, T> traced = span -> work.get();
        return tracing.trace(by, what, traced);
    }

    /** Tells in the current span of a failure that is not thrown. */
    public static void failed(KeycloakSession session, Exception failure) {
        session.getProvider(TracingProvider.class).error(failure);
    }
}
