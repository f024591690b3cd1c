package io.keycloakpbx.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class LogFile {

    private LogFile() {}

    /** The last lines of a log, or what there is of it. */
    static String tail(Path log, int lines) {
        if (!Files.exists(log)) {
            return "";
        }
        try {
            // Not readAllLines(): a killed process may leave half a character.
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
