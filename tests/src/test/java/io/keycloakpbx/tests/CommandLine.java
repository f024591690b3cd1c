package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.server.Database;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The scripts of the bundle and of Keycloak, as an operator runs them. */
final class CommandLine {

    /** Starts take most of a short life: the JVM's plain collector, and trust in the compiler's own bytecode. */
    private static final String SHORT_LIFE =
            " -XX:-UseG1GC -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

    /**
     * Servers of tests live for minutes, in which the second compiler of the JVM takes more time than it gives: it is kept
     * for the arithmetic of keys and passwords, which is ten times as fast with it. So the first compiler need not count for
     * the second which branches and types the code meets.
     */
    static final Map.Entry<String, String> QUICK_START = Map.entry(
            "JAVA_OPTS_APPEND",
            SHORT_LIFE
                    + " -XX:CompilerDirectivesFile="
                    + Settings.CHECKOUT.root().resolve("tests/src/test/resources/compiler-directives.json")
                    + " -XX:-C1ProfileCalls -XX:-C1ProfileVirtualCalls -XX:-C1ProfileInlinedCalls -XX:-C1ProfileBranches"
                    + " -XX:-C1ProfileCheckcasts");

    /** What ends before the second compiler pays at all, and makes no keys. */
    static final Map.Entry<String, String> SHORT_RUN =
            Map.entry("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1" + SHORT_LIFE);

    private static final int MINUTES = 3;

    private final Path home;
    private final Path directory;

    /**
     * @param home the directory of the Keycloak that the scripts work on
     * @param directory takes what they print
     */
    CommandLine(Path home, Path directory) {
        this.home = home;
        this.directory = directory;
    }

    /** How a command ended, and what it printed. */
    record Run(int exitCode, String output) {

        String succeeded() {
            assertThat(exitCode).as(output).isZero();
            return output;
        }

        String failed() {
            assertThat(exitCode).as(output).isNotZero();
            return output;
        }
    }

    /** A script of {@code realm-config} on the stopped server's database. */
    Run script(String script, Database database, String... options) throws IOException, InterruptedException {
        List<String> command = command(script, options);
        command.add("--");
        command.addAll(options(database));
        return run(command, Map.of());
    }

    /** A script of {@code realm-config} on a running server, or one that finds everything in Keycloak's configuration. */
    Run script(String script, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        return run(command(script, options), environment);
    }

    /** {@code kc.sh} itself on the stopped server's database. */
    Run kc(Database database, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/kc.sh").toString());
        command.addAll(List.of(arguments));
        command.add("--optimized");
        command.addAll(options(database));
        return run(command, Map.of());
    }

    /** A line that an operator types into a shell. */
    Run shell(String line) throws IOException, InterruptedException {
        return shell(line, Map.of());
    }

    Run shell(String line, Map<String, String> environment) throws IOException, InterruptedException {
        return run(List.of("bash", "-c", line), environment);
    }

    private List<String> command(String script, String... options) {
        List<String> command = new ArrayList<>();
        command.add(
                Settings.CHECKOUT.root().resolve("realm-config").resolve(script).toString());
        command.addAll(List.of("--keycloak", home.toString()));
        command.addAll(List.of(options));
        return command;
    }

    private static List<String> options(Database database) {
        List<String> options = new ArrayList<>();
        database.options().forEach((name, value) -> options.add("--" + name + "=" + value));
        return options;
    }

    private Run run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        File output = Files.createTempFile(directory, "run", ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put(SHORT_RUN.getKey(), SHORT_RUN.getValue());
        // The same for kcadm.sh.
        builder.environment().put("KC_OPTS", SHORT_RUN.getValue());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output.toPath()));
    }
}
