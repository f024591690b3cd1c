package io.keycloakpbx.tests;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What a test mostly waits for, done while the other tests of its class run. */
public final class Meanwhile {

    private final FutureTask<Void> work;

    private Meanwhile(FutureTask<Void> work) {
        this.work = work;
    }

    /** Begins it, in a thread of its own. */
    public static Meanwhile begin(Callable<Void> work) {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "meanwhile");
        thread.setDaemon(true);
        thread.start();
        return new Meanwhile(task);
    }

    /** Waits until it is done; what was wrong with it is thrown. */
    public void end() throws InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }
}
