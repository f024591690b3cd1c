package io.keycloakpbx.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/**
 * Runs the commands of the documentation on a demo, as a reader who pastes them into a shell: in their order, the shell is a
 * new one for each page, and the demo is one for all. Each command must succeed, and each request of curl.
 */
final class PageRun {

    private static final String PREPARATION = "docs/before-you-try.md";

    private static final char MARK = '\u001e';
    private static final String SHELL =
            """
            set -euo pipefail
            curl() { command curl -sS --fail-with-body "$@"; }
            refused() { command curl -sS -w '\\n%{http_code}' "$@"; }
            """;

    private final CommandLine shell;
    private final Path directory;
    private final Map<String, String> addresses;
    private final SoftAssertions wrong = new SoftAssertions();

    /**
     * @param demo where it serves
     * @param mails the page of its mail catcher
     * @param home its Keycloak
     * @param directory takes files
     */
    PageRun(URI demo, URI mails, Path home, Path directory) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("pages"));
        this.shell = new CommandLine(home, this.directory);
        this.addresses = Map.of(
                "http://localhost:8080",
                demo.toString(),
                "http://localhost:8025",
                mails.toString(),
                "$PWD/data/keycloak/" + Settings.CHECKOUT.keycloakVersion() + "-h2/keycloak",
                home.toString());
        for (String name : List.of("realm-config", "docs")) {
            Files.createSymbolicLink(
                    this.directory.resolve(name), Settings.CHECKOUT.root().resolve(name));
        }
    }

    /** @throws AssertionError that names each command that fails, and each answer that is other than its page shows */
    void everything() throws IOException, InterruptedException {
        Page preparation = Page.of(PREPARATION);
        run(preparation, "");
        // What a new shell needs; the session of kcadm.sh is in a file.
        String again = here(preparation.commands().get(0).text());
        for (Page page : Page.all()) {
            if (!page.name().equals(PREPARATION) && !page.isTestedElsewhere()) {
                run(page, page.text().contains("before-you-try.md") ? again : "");
            }
        }
        wrong.assertAll();
    }

    private void run(Page page, String preparation) throws IOException, InterruptedException {
        List<Page.Block> blocks = page.commands();
        if (blocks.isEmpty()) {
            return;
        }
        StringBuilder script = new StringBuilder(SHELL).append(preparation);
        for (Page.Block block : blocks) {
            String commands = here(block.text());
            script.append("\nprintf '\\036%s\\n' ")
                    .append(block.line())
                    .append('\n')
                    .append(block.status().isEmpty() ? commands : commands.replaceFirst("^curl ", "refused "));
        }
        Path file = Files.writeString(directory.resolve("commands.sh"), script);
        CommandLine.Run run = shell.shell(
                "cd '" + directory + "' && bash '" + file + "'",
                Map.of("KC_OPTS", CommandLine.SHORT_RUN.getValue() + " -Duser.home=" + directory));
        Map<Integer, String> outputs = outputs(run.output());
        wrong.assertThat(run.exitCode()).as("%s: %s", page.name(), run.output()).isZero();
        for (Page.Block block : blocks) {
            if (outputs.containsKey(block.line())) {
                check(page, block, outputs.get(block.line()));
            }
        }
    }

    private void check(Page page, Page.Block block, String output) {
        String where = page.name() + ", line " + block.line();
        String answer = output.strip();
        if (block.status().isPresent()) {
            wrong.assertThat(answer).as(where).endsWith("\n" + block.status().get());
            answer = answer.substring(0, Math.max(0, answer.lastIndexOf('\n')));
        }
        String real = answer;
        page.answerTo(block).ifPresent(shown -> wrong.assertThat(
                        ShownAnswer.differences(shown.language(), shown.text(), there(real)))
                .as("%s answers %s", where, real)
                .isEmpty());
    }

    private static Map<Integer, String> outputs(String output) {
        Map<Integer, String> outputs = new HashMap<>();
        String[] parts = output.split(String.valueOf(MARK));
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            outputs.put(Integer.valueOf(parts[i].substring(0, end)), parts[i].substring(end + 1));
        }
        return outputs;
    }

    private String here(String text) {
        String here = text;
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            here = here.replace(address.getKey(), address.getValue());
        }
        return here + "\n";
    }

    private String there(String text) {
        String there = text;
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            there = there.replace(address.getValue(), address.getKey());
        }
        return there;
    }
}
