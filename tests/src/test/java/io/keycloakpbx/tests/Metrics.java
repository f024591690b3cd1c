package io.keycloakpbx.tests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server tells at {@code /metrics}.
 *
 * @param series all that there is, in turn
 */
record Metrics(List<Series> series) {

    private static final Pattern LINE = Pattern.compile("(?m)^([a-z_0-9]+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");

    /** Of the names that a metric has in Prometheus: with the suffixes of its kind, and without. */
    private static final Pattern SUFFIX = Pattern.compile("_(total|count|sum|max|bucket)$");

    /** A selector of PromQL; names of the server's metrics begin with one of these. */
    private static final Pattern SELECTOR = Pattern.compile(
            "\\b((?:pbx|keycloak|vendor|jvm|http|agroal|cache|process|system)_[a-z0-9_]+)\\b(?:\\{([^}]*)})?");

    /** One value. */
    record Series(String name, Map<String, String> labels, double value) {

        private boolean has(String label, String operator, String wanted) {
            String there = labels.getOrDefault(label, "");
            boolean matches = operator.endsWith("~") ? there.matches(wanted) : there.equals(wanted);
            return operator.startsWith("!") != matches;
        }
    }

    static Metrics of(Keycloak keycloak) {
        String text = keycloak.http()
                .baseUri(keycloak.managementUrl().toString())
                .get("/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return new Metrics(LINE.matcher(text)
                .results()
                .map(line -> new Series(line.group(1), labels(line.group(2)), Double.parseDouble(line.group(3))))
                .toList());
    }

    private static Map<String, String> labels(String text) {
        return text == null
                ? Map.of()
                : LABEL.matcher(text)
                        .results()
                        .collect(Collectors.toMap(
                                label -> label.group(1), label -> label.group(3), (a, b) -> b, LinkedHashMap::new));
    }

    /** The names of the bundle's own, as a page tells them: without suffixes. */
    TreeSet<String> ofTheBundle() {
        return series.stream()
                .map(Series::name)
                .filter(name -> name.startsWith("pbx_"))
                .map(Metrics::withoutSuffix)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String withoutSuffix(String name) {
        Matcher suffix = SUFFIX.matcher(name);
        return suffix.find() ? name.substring(0, suffix.start()) : name;
    }

    /** The sum of a metric over the series that have these labels, names and values in turn. */
    double sum(String name, String... labels) {
        return series.stream()
                .filter(one -> one.name().equals(name))
                .filter(one -> {
                    boolean all = true;
                    for (int i = 0; i < labels.length; i += 2) {
                        all &= one.has(labels[i], "=", labels[i + 1]);
                    }
                    return all;
                })
                .mapToDouble(Series::value)
                .sum();
    }

    /** What an expression of PromQL asks for and nothing here is. */
    List<String> missing(String expression) {
        return SELECTOR.matcher(expression)
                .results()
                .filter(selector -> series.stream().noneMatch(one -> isSelected(one, selector)))
                .map(MatchResult::group)
                .toList();
    }

    /** What Prometheus adds, what a dashboard fills in, and which errors there were, is in no series here. */
    private static boolean isSelected(Series one, MatchResult selector) {
        return one.name().equals(selector.group(1))
                && (selector.group(2) == null
                        || LABEL.matcher(selector.group(2))
                                .results()
                                .filter(label -> !label.group(3).startsWith("$"))
                                .filter(label -> !label.group(1).equals("status"))
                                .allMatch(label -> one.has(label.group(1), label.group(2), label.group(3))));
    }

    static boolean asksForSomething(String expression) {
        return SELECTOR.matcher(expression).find();
    }
}
