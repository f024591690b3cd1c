package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that runs beside the test, and what it prints meanwhile. */
final class Program implements AutoCloseable {

    private static final int SECONDS = 180;

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder printed = new StringBuilder();

    private Program(Process process) {
        this.process = process;
        this.output = process.inputReader();
        // Whoever waits for its output is not left waiting.
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
    }

    static Program start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    /** Waits for a line that matches: its first group. */
    String await(String line) throws IOException {
        Pattern pattern = Pattern.compile(line);
        for (String next = output.readLine(); next != null; next = output.readLine()) {
            printed.append(next).append('\n');
            Matcher matcher = pattern.matcher(next);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("No line " + line + " in:\n" + printed);
    }

    /** Waits for the end: everything that was printed. */
    String end(int exitCode) throws IOException, InterruptedException {
        output.lines().forEach(line -> printed.append(line).append('\n'));
        assertThat(process.waitFor()).as(printed.toString()).isEqualTo(exitCode);
        return printed.toString();
    }

    /** Stops it: everything that it has printed. */
    String stop() {
        // Not by the process itself, which would close its output before it is read.
        process.toHandle().destroy();
        output.lines().forEach(line -> printed.append(line).append('\n'));
        return printed.toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroy();
    }
}
