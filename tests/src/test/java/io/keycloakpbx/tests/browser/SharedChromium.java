package io.keycloakpbx.tests.browser;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Gives each test visitors of its own. A browser is of one test class at a time, and of another one after it. */
final class SharedChromium
        implements BeforeAllCallback, AfterAllCallback, ParameterResolver, TestExecutionExceptionHandler {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedChromium.class);

    /** Before a class makes its tenants in vain. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Chromium.assumeInstalled();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Chromium chromium = classContext(context).getStore(NAMESPACE).remove(Chromium.class, Chromium.class);
        if (chromium != null) {
            browsers(context).giveBack(chromium);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Visitors.class;
    }

    @Override
    public Visitors resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Chromium chromium = classContext(context)
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Chromium.class, type -> browsers(context).take(), Chromium.class);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Visitors.class,
                        type -> new Visitors(
                                chromium, context.getRequiredTestClass().getSimpleName()),
                        Visitors.class);
    }

    /** What the pages show is told with what failed: nobody can look at them later. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Visitors visitors = context.getStore(NAMESPACE).get(Visitors.class, Visitors.class);
        if (visitors == null || failure instanceof TestAbortedException) {
            throw failure;
        }
        String state = visitors.state(context.getRequiredTestMethod().getName());
        AssertionError told = new AssertionError(failure.getMessage() + state, failure);
        told.setStackTrace(failure.getStackTrace());
        throw told;
    }

    /** Where a browser is kept as long as the outermost class runs. */
    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext found = context;
        while (found.getParent()
                .filter(parent -> parent.getTestClass().isPresent())
                .isPresent()) {
            found = found.getParent().orElseThrow();
        }
        return found;
    }

    private static Browsers browsers(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Browsers.class, type -> new Browsers(), Browsers.class);
    }

    /** The browsers of the test run. Playwright lets one thread at a time use what belongs to a browser. */
    private static final class Browsers implements AutoCloseable {

        private final Deque<Chromium> free = new ArrayDeque<>();
        private final List<Chromium> all = new ArrayList<>();

        synchronized Chromium take() {
            if (free.isEmpty()) {
                free.push(Chromium.start());
                all.add(free.peek());
            }
            return free.pop();
        }

        synchronized void giveBack(Chromium chromium) {
            free.push(chromium);
        }

        @Override
        public synchronized void close() {
            all.forEach(Chromium::close);
        }
    }
}
