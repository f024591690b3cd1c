package io.keycloakpbx.server;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this one started, with what it started itself: {@code kc.sh} runs Java as its child. */
final class ProcessTree {

    private ProcessTree() {}

    /** Asks the process to end, and kills what is left of it after the given time. */
    static void terminate(Process process, int seconds) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill(process, children);
    }

    /** Kills the process, as {@code kill -9} does, and returns when it is gone. */
    static void kill(Process process) {
        kill(process, process.descendants().toList());
    }

    private static void kill(Process process, List<ProcessHandle> children) {
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        process.onExit().join();
    }
}
