package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Query.Option;
import io.keycloakpbx.securitydata.odata.Query.OrderItem;
import io.keycloakpbx.store.StorableText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a request (OData 3, URI conventions 10.2): {@code $filter}, {@code $orderby}, {@code $select},
 * {@code $top}, {@code $skip}, {@code $skiptoken}, {@code $inlinecount} and {@code $format}. The last two are also taken
 * without {@code $}. Other names without {@code $} are nobody's here and change nothing; with it they are refused, and so
 * is what is said twice.
 */
public final class QueryOptions {

    private static final String FILTER = "filter";
    private static final String ORDER_BY = "orderby";
    private static final String SELECT = "select";
    private static final String TOP = "top";
    private static final String SKIP = "skip";
    private static final String SKIP_TOKEN = "skiptoken";
    private static final String INLINE_COUNT = "inlinecount";
    private static final String FORMAT = "format";

    /** In the order that links have them in. */
    private static final List<String> KNOWN =
            List.of(FILTER, ORDER_BY, SELECT, SKIP, TOP, FORMAT, INLINE_COUNT, SKIP_TOKEN);

    private static final Set<String> OF_ITEMS = Set.of(SELECT, FORMAT);

    private static final Set<String> ALSO_PLAIN = Set.of(INLINE_COUNT, FORMAT);

    /** The most characters of a value. */
    static final int MOST_CHARACTERS = 4000;

    /** The most properties to sort by. */
    private static final int MOST_ORDERS = 5;

    /** Numbers are below this: sums of two of them do not overflow. */
    private static final int NUMBER_DIGITS = 9;

    private static final Pattern NUMBER = Pattern.compile("0*(\\d+)");

    private static final Pattern ORDER = Pattern.compile("(\\S+)(?:\\s+(asc|desc))?");

    private QueryOptions() {}

    /**
     * What a request asks of a set.
     *
     * @param parameters the parameters of the request by name, decoded
     * @throws ODataException (400) where an option is unknown, said twice or does not fit
     */
    public static <R> Query<R> parse(Map<String, List<String>> parameters, EntityType<R> type) {
        Map<String, Option> options = known(parameters);
        List<OrderItem<R>> order = order(value(options, ORDER_BY), type);
        String filter = value(options, FILTER);
        String token = value(options, SKIP_TOKEN);
        return new Query<>(
                filter == null ? null : Filter.parse(filter, type),
                order,
                select(value(options, SELECT), type),
                top(value(options, TOP)),
                skip(value(options, SKIP)),
                token == null
                        ? null
                        : Literal.list(token, Ordering.of(type, order).types()),
                count(value(options, INLINE_COUNT)),
                List.copyOf(options.values()));
    }

    /**
     * What a request asks of one entity of a set: {@code $select} and {@code $format} are all that is taken.
     *
     * @throws ODataException (400) where an option is unknown, said twice or does not fit
     */
    public static <R> Query<R> ofItem(Map<String, List<String>> parameters, EntityType<R> type) {
        Map<String, Option> options = known(parameters);
        options.forEach((name, option) -> {
            if (!OF_ITEMS.contains(name)) {
                throw ODataException.invalid(option.name() + " is for sets, not for one entity.");
            }
        });
        return new Query<>(
                null,
                List.of(),
                select(value(options, SELECT), type),
                null,
                0,
                null,
                false,
                List.copyOf(options.values()));
    }

    /**
     * The format that a request asks for, as it says it.
     *
     * @throws ODataException (400) where it is said twice
     */
    public static Optional<String> format(Map<String, List<String>> parameters) {
        List<Option> said = said(FORMAT, parameters);
        return said.isEmpty() ? Optional.empty() : Optional.of(once(said).value());
    }

    /** The options by their names without {@code $}. */
    private static Map<String, Option> known(Map<String, List<String>> parameters) {
        parameters.keySet().forEach(name -> {
            if (name.startsWith("$") && !KNOWN.contains(name.substring(1))) {
                throw ODataException.invalid("Unknown option " + ODataException.shortened(name) + ".");
            }
        });
        Map<String, Option> options = new LinkedHashMap<>();
        KNOWN.forEach(name -> {
            List<Option> said = said(name, parameters);
            if (!said.isEmpty()) {
                options.put(name, storable(once(said)));
            }
        });
        return options;
    }

    private static List<Option> said(String name, Map<String, List<String>> parameters) {
        List<String> names = ALSO_PLAIN.contains(name) ? List.of("$" + name, name) : List.of("$" + name);
        List<Option> said = new ArrayList<>();
        names.forEach(spelled -> parameters
                .getOrDefault(spelled, List.of())
                .forEach(value -> said.add(new Option(spelled, value == null ? "" : value))));
        return said;
    }

    private static Option once(List<Option> said) {
        if (said.size() > 1) {
            throw ODataException.invalid(said.get(0).name() + " is there more than once.");
        }
        return said.get(0);
    }

    private static Option storable(Option option) {
        if (option.value().length() > MOST_CHARACTERS) {
            throw ODataException.invalid(option.name() + " is longer than " + MOST_CHARACTERS + " characters.");
        }
        if (!StorableText.is(option.value())) {
            throw ODataException.invalid(option.name() + " has characters that no text can have.");
        }
        return option;
    }

    private static String value(Map<String, Option> options, String name) {
        Option option = options.get(name);
        return option == null ? null : option.value();
    }

    private static <R> List<OrderItem<R>> order(String text, EntityType<R> type) {
        if (text == null) {
            return List.of();
        }
        String[] items = text.split(",", -1);
        if (items.length > MOST_ORDERS) {
            throw ODataException.invalid("$orderby has more than " + MOST_ORDERS + " properties.");
        }
        List<OrderItem<R>> order = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String item : items) {
            Matcher words = ORDER.matcher(item.strip());
            if (!words.matches()) {
                throw ODataException.invalid(
                        "$orderby is a list of properties with commas between them, each alone or with asc or desc: "
                                + ODataException.shortened(item.strip()) + " is not.");
            }
            // What is the same by a property is the same by it the other way round too.
            if (names.add(words.group(1))) {
                order.add(new OrderItem<>(property(words.group(1), type), "desc".equals(words.group(2))));
            }
        }
        return List.copyOf(order);
    }

    private static <R> List<Property<R>> select(String text, EntityType<R> type) {
        List<Property<R>> all = List.copyOf(type.properties().values());
        if (text == null) {
            return all;
        }
        Set<Property<R>> wanted = new LinkedHashSet<>();
        for (String item : text.split(",", -1)) {
            if (item.strip().equals("*")) {
                wanted.addAll(all);
            } else {
                wanted.add(property(item.strip(), type));
            }
        }
        return all.stream().filter(wanted::contains).toList();
    }

    private static <R> Property<R> property(String name, EntityType<R> type) {
        return type.property(name)
                .orElseThrow(() -> ODataException.invalid(
                        name.isEmpty()
                                ? "A property is missing."
                                : "Unknown property " + ODataException.shortened(name) + "."));
    }

    private static Integer top(String text) {
        if (text == null) {
            return null;
        }
        String digits = digits("$top", text);
        return digits.length() > NUMBER_DIGITS ? 999_999_999 : Integer.parseInt(digits);
    }

    private static int skip(String text) {
        if (text == null) {
            return 0;
        }
        String digits = digits("$skip", text);
        if (digits.length() > NUMBER_DIGITS) {
            throw ODataException.invalid("$skip is at most 999999999.");
        }
        return Integer.parseInt(digits);
    }

    private static String digits(String name, String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            throw ODataException.invalid(name + " is a number, 0 or more.");
        }
        return number.group(1);
    }

    private static boolean count(String text) {
        if (text == null || text.equals("none")) {
            return false;
        }
        if (!text.equals("allpages")) {
            throw ODataException.invalid("$inlinecount is allpages or none.");
        }
        return true;
    }
}
