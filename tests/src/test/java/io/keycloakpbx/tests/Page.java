package io.keycloakpbx.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param name its file, from the directory of the checkout on
 */
record Page(String name, String text, List<Block> blocks) {

    /** Their commands have a test of their own. */
    private static final List<String> ELSEWHERE = List.of("docs/first-tenant.md");

    private static final Path ROOT = Settings.CHECKOUT.root();
    private static final Pattern FENCE = Pattern.compile("( *)```(\\S*)");
    private static final Pattern REMARK = Pattern.compile(" *<!-- (not run|status): (.+) -->");

    /**
     * Something between fences.
     *
     * @param line that of the fence
     * @param language what is said after the fence
     * @param notRun the reason not to run it, from the comment before it
     * @param status that of the refusal that the page shows on purpose, from the comment before it
     * @param below whether there are only blank lines between it and the block before
     */
    record Block(
            int line, String language, Optional<String> notRun, Optional<String> status, boolean below, String text) {

        boolean hasCommands() {
            return language.equals("bash");
        }

        boolean isRun() {
            return hasCommands() && notRun.isEmpty();
        }
    }

    static Page of(String name) {
        try {
            String text = Files.readString(ROOT.resolve(name));
            return new Page(name, text, blocks(name, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All pages whose examples are for the demo: the README, and what is in {@code docs}. */
    static List<Page> all() {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md"),
                            files.map(file -> "docs/" + file.getFileName())
                                    .filter(name -> name.endsWith(".md"))
                                    .sorted())
                    .map(Page::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTestedElsewhere() {
        return ELSEWHERE.contains(name);
    }

    List<Block> commands() {
        return blocks.stream().filter(Block::isRun).toList();
    }

    /** What the page shows directly below a block. */
    Optional<Block> answerTo(Block block) {
        int next = blocks.indexOf(block) + 1;
        return next < blocks.size()
                        && blocks.get(next).below()
                        && !blocks.get(next).hasCommands()
                ? Optional.of(blocks.get(next))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Block> blocks(String name, String text) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                String end = fence.group(1) + "```";
                int last = lines.subList(i + 1, lines.size()).indexOf(end) + i + 1;
                if (last == i) {
                    throw new IllegalArgumentException(name + ": the block of line " + (i + 1) + " does not end");
                }
                int indent = fence.group(1).length();
                String content = String.join(
                        "\n",
                        lines.subList(i + 1, last).stream()
                                .map(line -> line.substring(Math.min(indent, line.length())))
                                .toList());
                blocks.add(new Block(
                        i + 1,
                        fence.group(2),
                        remark(before, "not run"),
                        remark(before, "status"),
                        before.endsWith("```"),
                        content));
                i = last;
            }
            before = lines.get(i).isBlank() ? before : lines.get(i);
        }
        return blocks;
    }

    private static Optional<String> remark(String line, String kind) {
        Matcher remark = REMARK.matcher(line);
        return remark.matches() && remark.group(1).equals(kind) ? Optional.of(remark.group(2)) : Optional.empty();
    }
}
