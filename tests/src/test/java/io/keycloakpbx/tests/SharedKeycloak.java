package io.keycloakpbx.tests;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the server of the test run when the first test asks for it, and stops it after the last. Gives a class its tenant,
 * one to all its tests.
 */
final class SharedKeycloak implements ExecutionCondition, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedKeycloak.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Settings.IN_CONTAINER && !ContainerServer.isPossible()
                ? ConditionEvaluationResult.disabled("-Dpbx.server=container needs Docker, and no Docker answers here")
                : ConditionEvaluationResult.enabled(null);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Keycloak.class || type == Realm.class || type == Installation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Installation.class) {
            return run(context).installation();
        }
        return type == Keycloak.class ? keycloak(context) : tenant(context);
    }

    private static Realm tenant(ExtensionContext context) {
        return ofTheClass(context)
                .getOrComputeIfAbsent(
                        context.getRequiredTestClass(),
                        type -> keycloak(context).tenant(),
                        Realm.class);
    }

    private static Keycloak keycloak(ExtensionContext context) {
        return ofTheClass(context)
                .getOrComputeIfAbsent(
                        Guest.class, type -> new Guest(new Keycloak(run(context).keycloak())), Guest.class)
                .keycloak();
    }

    /** What is closed when the last test of the outermost class is over. */
    private static ExtensionContext.Store ofTheClass(ExtensionContext context) {
        ExtensionContext outermost = context;
        while (outermost
                .getParent()
                .filter(parent -> parent != context.getRoot())
                .isPresent()) {
            outermost = outermost.getParent().get();
        }
        return outermost.getStore(NAMESPACE);
    }

    private static Run run(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Run.class, type -> new Run(), Run.class);
    }

    /** What a class sees of the server; JUnit closes it after the class. */
    private record Guest(Keycloak keycloak) implements AutoCloseable {

        @Override
        public void close() {
            keycloak.leaveRealms();
        }
    }

    /** The one server; JUnit closes it after the last test. */
    private static final class Run implements AutoCloseable {

        private final Installation installation = new Installation();
        private Keycloak keycloak;
        private boolean failed;

        /** At once, also while the server starts. */
        Installation installation() {
            return installation;
        }

        synchronized Keycloak keycloak() {
            if (failed) {
                // The log is in the first test's failure; once is enough.
                throw new IllegalStateException("The server of this test run did not start");
            }
            if (keycloak == null) {
                try {
                    keycloak = new Keycloak(
                            Settings.IN_CONTAINER
                                    ? ContainerServer.start()
                                    : LocalServer.start(installation.distribution()));
                    // As in the demo and in production. Nobody clears them: several classes run at a time.
                    keycloak.realm("master").recordEvents();
                } catch (RuntimeException e) {
                    failed = true;
                    throw e;
                }
            }
            return keycloak;
        }

        @Override
        public synchronized void close() {
            try (installation;
                    Keycloak open = keycloak) {
                // Closed in the reverse order.
            }
        }
    }
}
