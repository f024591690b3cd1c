package io.keycloakpbx.tests.regression;

import io.keycloakpbx.tests.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the server under test logs from now on; nothing where it is a container. */
final class ServerLog {

    private static final Path FILE = Settings.directory().resolve("server.log");

    private final long start;

    ServerLog() {
        start = read().length;
    }

    /** What was logged since. Other classes may run at the same time. */
    String logged() {
        byte[] all = read();
        int from = (int) Math.min(start, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    private static byte[] read() {
        try {
            return Files.exists(FILE) ? Files.readAllBytes(FILE) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
