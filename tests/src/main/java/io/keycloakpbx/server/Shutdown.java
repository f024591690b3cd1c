package io.keycloakpbx.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** What to close when this JVM is told to end, the last opened first: a server before its database. */
final class Shutdown {

    private static final Deque<Runnable> ACTIONS = new ArrayDeque<>();
    private static boolean begun;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::run, "shutdown"));
    }

    private Shutdown() {}

    static synchronized void add(Runnable action) {
        ACTIONS.push(action);
    }

    static synchronized void remove(Runnable action) {
        ACTIONS.remove(action);
    }

    /** Whether this JVM is about to end, so that servers that end are no surprise. */
    static synchronized boolean hasBegun() {
        return begun;
    }

    private static void run() {
        for (Runnable action = next(); action != null; action = next()) {
            action.run();
        }
    }

    private static synchronized Runnable next() {
        begun = true;
        return ACTIONS.poll();
    }
}
