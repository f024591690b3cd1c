package io.keycloakpbx.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code conf/keycloak.conf} of an unpacked Keycloak: the options that {@code kc.sh} takes unless it is told others. */
final class ConfigurationFile {

    private ConfigurationFile() {}

    /**
     * Replaces the file. Only its owner can read it: it has the database's password.
     *
     * @param comment its first line, without a line break
     * @param options names, without the leading dashes, and values
     */
    static void write(Path home, String comment, Map<String, String> options) throws IOException {
        Path file = home.resolve("conf/keycloak.conf");
        String lines = new TreeMap<>(options)
                .entrySet().stream()
                        // Keycloak reads the format of java.util.Properties.
                        .map(option -> option.getKey() + "=" + option.getValue().replace("\\", "\\\\") + "\n")
                        .collect(Collectors.joining());
        // A temporary file is its owner's alone from the beginning.
        Path whole = Files.createTempFile(file.getParent(), "keycloak", ".tmp");
        try {
            Files.writeString(whole, "# " + comment + "\n" + lines, StandardCharsets.UTF_8);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
