package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program for Node.js with packages of npm, from a directory below {@code src/test/node}. */
public final class NodeProgram {

    private static final int TIMEOUT_SECONDS = 120;
    private static final int MIN_NODE = 20;
    private static final Pattern VERSION = Pattern.compile("v?[0-9]+\\.[0-9]+\\.[0-9]+.*");

    /** What npm says where no registry can be reached. */
    private static final Pattern NO_NETWORK =
            Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH");

    private final Path directory;
    private final String main;

    private NodeProgram(Path directory, String main) {
        this.directory = directory;
        this.main = main;
    }

    /**
     * Installs its packages. The test is left out where the machine has no Node.js, or can reach no registry.
     *
     * @param name the directory
     * @param main the file that is run
     */
    public static NodeProgram install(String name, String main) throws IOException, InterruptedException {
        assumeTrue(
                majorVersion("node") >= MIN_NODE && majorVersion("npm") > 0,
                "the client needs Node.js " + MIN_NODE + " or newer, and npm");
        NodeProgram program = new NodeProgram(
                Settings.CHECKOUT.root().resolve("tests/target/node").resolve(name), main);
        Files.createDirectories(program.directory);
        for (String file : List.of("package.json", "package-lock.json", main)) {
            Files.copy(
                    Settings.CHECKOUT
                            .root()
                            .resolve("tests/src/test/node")
                            .resolve(name)
                            .resolve(file),
                    program.directory.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Output npm = program.execute("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (npm.exitCode() != 0) {
            assumeTrue(!NO_NETWORK.matcher(npm.text()).find(), () -> "no npm registry can be reached:\n" + npm.text());
        }
        assertThat(npm.exitCode()).as(npm.text()).isZero();
        return program;
    }

    /** Runs it to its good end, and gives the last line that it has printed. */
    public String run(String argument) throws IOException, InterruptedException {
        Output output = execute("node", main, argument);
        assertThat(output.exitCode()).as(output.text()).isZero();
        return output.text().lines().reduce("", (first, last) -> last);
    }

    /** 0 where there is no such program. */
    private static int majorVersion(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 && VERSION.matcher(version).matches()
                    ? Integer.parseInt(version.replaceFirst("^v", "").split("\\.")[0])
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private Output execute(String... command) throws IOException, InterruptedException {
        Path log = directory.resolve(command[0] + ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        assertThat(ended)
                .as("%s within %s s: %s", String.join(" ", command), TIMEOUT_SECONDS, text)
                .isTrue();
        return new Output(process.exitValue(), text);
    }

    private record Output(int exitCode, String text) {}
}
