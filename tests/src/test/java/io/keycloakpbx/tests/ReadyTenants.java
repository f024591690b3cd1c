package io.keycloakpbx.tests;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tenants that are made while tests run, for tests that do not care for name and domain. None is handed out twice. */
final class ReadyTenants implements AutoCloseable {

    private static final int AHEAD = 2;

    private final Keycloak keycloak;
    private final ExecutorService maker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "ready tenants");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Future<Realm>> ready = new ArrayDeque<>();
    private int made;

    ReadyTenants(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    Realm take() {
        try {
            return next().get();
        } catch (ExecutionException e) {
            throw new AssertionError("A tenant could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private synchronized Future<Realm> next() {
        while (ready.size() <= AHEAD) {
            made++;
            String domain = "ready-" + made + ".pool.test";
            ready.add(maker.submit(() -> keycloak.createTenant(domain)));
        }
        return ready.poll();
    }

    @Override
    public void close() {
        maker.shutdownNow();
    }
}
