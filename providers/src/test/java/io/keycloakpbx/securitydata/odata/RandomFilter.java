package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.TestEntities.Thing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Makes filters of {@link #TYPE}, and says what each means without a line of the engine. */
final class RandomFilter {

    /** The things' type, with a boolean that may be absent. */
    static final EntityType<Thing> TYPE = type();

    /** What an expression comes to; null where it is absent. */
    interface Meaning {

        Object of(Thing thing);
    }

    /**
     * An expression.
     *
     * @param level how tight it holds together, 8 at most
     */
    record Made(String text, int level, Meaning meaning) {

        /** As an operand of what holds together so tight. */
        String within(int least) {
            return level < least ? "(" + text + ")" : text;
        }
    }

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "ab",
            "O'Neil",
            "100%",
            "%",
            "_",
            "a_b",
            "!x",
            "!",
            "\\",
            " padded ",
            "€",
            "AB",
            "b'",
            "0 or 1 eq 1");
    private static final List<String> TIMES = List.of(
            "datetime'2027-03-01T08:00:00'",
            "datetime'2027-03-01'",
            "datetime'2027-03-01T08:00'",
            "datetime'2027-03-01T08:00:00.500'",
            "datetime'2027-03-01T08:00:00.0005Z'",
            "datetimeoffset'2027-03-01T10:00:00+02:00'",
            "datetime'1969-12-31T23:59:58.499'",
            "datetime'0200-02-28T00:00:00'",
            "datetimeoffset'9999-12-31T23:59:59.999Z'");
    private static final List<Instant> INSTANTS = List.of(
            Instant.parse("2027-03-01T08:00:00Z"),
            Instant.parse("2027-03-01T00:00:00Z"),
            Instant.parse("2027-03-01T08:00:00Z"),
            Instant.parse("2027-03-01T08:00:00.500Z"),
            Instant.parse("2027-03-01T08:00:00.0005Z"),
            Instant.parse("2027-03-01T08:00:00Z"),
            Instant.parse("1969-12-31T23:59:58.499Z"),
            Instant.parse("0200-02-28T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999Z"));
    private static final List<String> COMPARISONS = List.of("eq", "ne", "lt", "le", "gt", "ge");

    private final Random random;

    RandomFilter(Random random) {
        this.random = random;
    }

    private static EntityType<Thing> type() {
        List<Property<Thing>> properties =
                new ArrayList<>(TestEntities.THING.properties().values());
        properties.add(
                Property.nullable("Flag", EdmType.BOOLEAN, RandomFilter::flag).in(Column.of(tables -> tables.cb()
                        .<Boolean>selectCase()
                        .when(tables.cb().lt(tables.from().get("thing").<Integer>get("amount"), 5), true)
                        .when(tables.cb().ge(tables.from().get("thing").<Integer>get("amount"), 5), false)
                        .otherwise(tables.cb().nullLiteral(Boolean.class)))));
        return EntityType.of("Thing", List.of("ThingID"), properties);
    }

    private static Boolean flag(Thing thing) {
        return thing.amount() == null ? null : (Boolean) (thing.amount() < 5);
    }

    /** Things with everything that is special. */
    static List<Thing> things() {
        List<String> names = List.of("", "ab", "o'neil", "x%y", "a_b", "back\\slash", "!x", " padded ", "100%", "axb€");
        List<Instant> times = List.of(
                Instant.parse("2027-03-01T08:00:00Z"),
                Instant.parse("2027-03-01T08:00:00.500Z"),
                Instant.parse("2027-03-01T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:58.499Z"),
                Instant.parse("0200-02-28T00:00:00Z"),
                Instant.parse("2024-02-29T23:59:59.999Z"),
                Instant.EPOCH,
                Instant.ofEpochMilli(400_000_000_000_000L),
                Instant.ofEpochMilli(Long.MAX_VALUE),
                Instant.ofEpochMilli(Long.MIN_VALUE));
        List<Integer> amounts = List.of(0, 1, -7, 5, 12, Integer.MAX_VALUE, Integer.MIN_VALUE);
        Random chance = new Random(14);
        List<Thing> things = new ArrayList<>();
        for (int id = 1; id <= 60; id++) {
            things.add(new Thing(
                    id,
                    names.get(id % names.size()),
                    id % 4 == 0 ? null : TEXTS.get(chance.nextInt(TEXTS.size())),
                    id % 5 == 0 ? null : amounts.get(chance.nextInt(amounts.size())),
                    chance.nextBoolean(),
                    id % 3 == 0 ? null : times.get(chance.nextInt(times.size())),
                    id % 7 < 2 ? null : times.get(chance.nextInt(7)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                    new UUID(0x1234_5678_9abc_def0L, id % 3)));
        }
        return things;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A condition. */
    Made condition(int depth) {
        return switch (depth <= 0 ? random.nextInt(3) : random.nextInt(12)) {
            case 0 -> new Made("IsOff", 8, Thing::off);
            case 1 -> new Made("Flag", 8, RandomFilter::flag);
            case 2 -> compared("Amount", Thing::amount, random.nextInt(10) - 3);
            case 3 -> junction("and", 2, condition(depth - 1), condition(depth - 1));
            case 4 -> junction("or", 1, condition(depth - 1), condition(depth - 1));
            case 5 -> negated(condition(depth - 1));
            case 6 -> comparison(one(COMPARISONS), number(depth - 1), number(depth - 1));
            case 7 -> comparison(one(COMPARISONS), text(depth - 1), text(depth - 1));
            case 8 ->
                random.nextBoolean()
                        ? comparison(one(COMPARISONS), time(), timeLiteral())
                        : comparison(one(COMPARISONS.subList(0, 2)), guid(), guid());
            case 9 -> comparison(one(COMPARISONS.subList(0, 2)), condition(depth - 1), truth(depth - 1));
            case 10 -> withNull(depth);
            default -> match(text(depth - 1), text(depth - 1));
        };
    }

    private Made compared(String name, Meaning meaning, int value) {
        return comparison(one(COMPARISONS), new Made(name, 8, meaning), literal(value));
    }

    private Made truth(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> new Made("true", 8, thing -> true);
            case 1 -> new Made("false", 8, thing -> false);
            default -> condition(depth);
        };
    }

    private static boolean holds(Made made, Thing thing) {
        return Boolean.TRUE.equals(made.meaning().of(thing));
    }

    private static Made junction(String operator, int level, Made left, Made right) {
        return new Made(
                left.within(level) + " " + operator + " " + right.within(level + 1),
                level,
                operator.equals("and")
                        ? thing -> holds(left, thing) && holds(right, thing)
                        : thing -> holds(left, thing) || holds(right, thing));
    }

    private Made negated(Made made) {
        return new Made(
                random.nextBoolean() ? "not(" + made.text() + ")" : "not " + made.within(7),
                7,
                thing -> !holds(made, thing));
    }

    private Made comparison(String operator, Made left, Made right) {
        int level = operator.equals("eq") || operator.equals("ne") ? 3 : 4;
        return new Made(left.within(level) + " " + operator + " " + right.within(level + 1), level, thing -> {
            Object one = left.meaning().of(thing);
            Object other = right.meaning().of(thing);
            if (one == null || other == null) {
                return operator.equals("ne");
            }
            int order = order(one, other);
            return switch (operator) {
                case "eq" -> order == 0;
                case "ne" -> order != 0;
                case "lt" -> order < 0;
                case "le" -> order <= 0;
                case "gt" -> order > 0;
                default -> order >= 0;
            };
        });
    }

    @SuppressWarnings("unchecked")
    private static int order(Object one, Object other) {
        return one instanceof Number
                ? new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString()))
                : ((Comparable<Object>) one).compareTo(other);
    }

    private Made withNull(int depth) {
        Made made =
                switch (random.nextInt(5)) {
                    case 0 -> number(depth - 1);
                    case 1 -> text(depth - 1);
                    case 2 -> time();
                    case 3 -> condition(depth - 1);
                    default -> new Made("null", 8, thing -> null);
                };
        boolean eq = random.nextBoolean();
        boolean first = random.nextBoolean();
        String operator = eq ? " eq " : " ne ";
        return new Made(
                first ? "null" + operator + made.within(4) : made.within(3) + operator + "null",
                3,
                thing -> (made.meaning().of(thing) == null) == eq);
    }

    private Made match(Made text, Made part) {
        int kind = random.nextInt(3);
        String call = kind == 0
                ? "substringof(" + part.text() + "," + text.text() + ")"
                : (kind == 1 ? "startswith(" : "endswith(") + text.text() + ", " + part.text() + ")";
        return new Made(call, 8, thing -> {
            String in = (String) text.meaning().of(thing);
            String what = (String) part.meaning().of(thing);
            if (in == null || what == null) {
                return false;
            }
            return switch (kind) {
                case 0 -> in.contains(what);
                case 1 -> in.startsWith(what);
                default -> in.endsWith(what);
            };
        });
    }

    private static Made literal(int value) {
        return new Made(String.valueOf(value), 8, thing -> BigInteger.valueOf(value));
    }

    private static Made integer(String name, java.util.function.Function<Thing, Integer> value) {
        return new Made(name, 8, thing -> value.apply(thing) == null ? null : BigInteger.valueOf(value.apply(thing)));
    }

    private Made number(int depth) {
        return switch (depth <= 0 ? random.nextInt(7) : random.nextInt(15)) {
            case 0 -> integer("ThingID", Thing::id);
            case 1, 2 -> integer("Amount", Thing::amount);
            case 3 -> integer("DomainID", thing -> 7);
            case 4 -> integer("Nothing", thing -> null);
            case 5 -> literal(random.nextInt(20) - 10);
            case 6 ->
                random.nextBoolean()
                        ? new Made("2147483648L", 8, thing -> BigInteger.valueOf(2147483648L))
                        : new Made("-3L", 8, thing -> BigInteger.valueOf(-3));
            case 7, 8, 9 -> arithmetic(number(depth - 1), number(depth - 1));
            case 10 -> {
                Made made = number(depth - 1);
                yield new Made(
                        "-(" + made.text() + ")",
                        7,
                        thing -> made.meaning().of(thing) == null
                                ? null
                                : ((BigInteger) made.meaning().of(thing)).negate());
            }
            case 11, 12 -> part();
            case 13 -> {
                Made text = text(depth - 1);
                yield new Made(
                        "length(" + text.text() + ")",
                        8,
                        thing -> text.meaning().of(thing) == null
                                ? null
                                : BigInteger.valueOf(((String) text.meaning().of(thing)).length()));
            }
            default -> {
                Made text = text(depth - 1);
                Made part = text(depth - 1);
                yield new Made("indexof(" + text.text() + "," + part.text() + ")", 8, thing -> {
                    String in = (String) text.meaning().of(thing);
                    String what = (String) part.meaning().of(thing);
                    return in == null || what == null ? null : BigInteger.valueOf(in.indexOf(what));
                });
            }
        };
    }

    private Made arithmetic(Made left, Made right) {
        String operator = one(List.of("add", "sub", "mul", "div", "mod"));
        int level = operator.equals("add") || operator.equals("sub") ? 5 : 6;
        return new Made(left.within(level) + " " + operator + " " + right.within(level + 1), level, thing -> {
            BigInteger one = (BigInteger) left.meaning().of(thing);
            BigInteger other = (BigInteger) right.meaning().of(thing);
            if (one == null || other == null) {
                return null;
            }
            boolean zero = other.signum() == 0;
            return switch (operator) {
                case "add" -> one.add(other);
                case "sub" -> one.subtract(other);
                case "mul" -> one.multiply(other);
                case "div" ->
                    zero
                            ? null
                            : new BigDecimal(one)
                                    .divide(new BigDecimal(other), 0, RoundingMode.DOWN)
                                    .toBigInteger();
                default -> zero ? null : one.remainder(other);
            };
        });
    }

    private Made part() {
        boolean made = random.nextBoolean();
        String part = one(List.of("year", "month", "day", "hour", "minute", "second"));
        return new Made(part + "(" + (made ? "Made" : "Seen") + ")", 8, thing -> {
            Instant instant = made ? thing.made() : thing.seen();
            if (instant == null
                    || instant.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                    || !instant.isBefore(
                            Instant.parse("9999-12-31T23:59:59.999Z").plusMillis(1))) {
                return null;
            }
            ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
            return BigInteger.valueOf(
                    switch (part) {
                        case "year" -> time.getYear();
                        case "month" -> time.getMonthValue();
                        case "day" -> time.getDayOfMonth();
                        case "hour" -> time.getHour();
                        case "minute" -> time.getMinute();
                        default -> time.getSecond();
                    });
        });
    }

    private Made quoted() {
        String text = one(TEXTS);
        return new Made("'" + text.replace("'", "''") + "'", 8, thing -> text);
    }

    private Made text(int depth) {
        return switch (depth <= 0 ? random.nextInt(4) : random.nextInt(10)) {
            case 0 -> new Made("Name", 8, Thing::name);
            case 1 -> new Made("Note", 8, Thing::note);
            case 2 -> new Made("Domain", 8, thing -> "acme");
            case 3 -> quoted();
            case 4 -> changed("tolower", text(depth - 1));
            case 5 -> changed("toupper", text(depth - 1));
            case 6 -> changed("trim", text(depth - 1));
            case 7 -> {
                Made one = text(depth - 1);
                Made other = text(depth - 1);
                yield new Made("concat(" + one.text() + "," + other.text() + ")", 8, thing -> {
                    Object first = one.meaning().of(thing);
                    Object second = other.meaning().of(thing);
                    return first == null || second == null ? null : first + "" + second;
                });
            }
            case 8 -> replaced(text(0));
            default -> cut(text(depth - 1), number(depth - 2), random.nextBoolean() ? number(0) : null);
        };
    }

    private static Made changed(String function, Made made) {
        return new Made(function + "(" + made.text() + ")", 8, thing -> {
            String text = (String) made.meaning().of(thing);
            if (text == null) {
                return null;
            }
            return switch (function) {
                case "tolower" -> text.toLowerCase(Locale.ROOT);
                case "toupper" -> text.toUpperCase(Locale.ROOT);
                default -> text.replaceAll("^ +| +$", "");
            };
        });
    }

    private Made replaced(Made made) {
        String what = one(List.of("a", "%", "ab", "'"));
        String by = one(TEXTS.subList(0, 12));
        return new Made(
                "replace(" + made.text() + ",'" + what.replace("'", "''") + "','" + by.replace("'", "''") + "')",
                8,
                thing -> made.meaning().of(thing) == null
                        ? null
                        : ((String) made.meaning().of(thing)).replace(what, by));
    }

    private static Made cut(Made made, Made from, Made length) {
        return new Made(
                "substring(" + made.text() + "," + from.text() + (length == null ? "" : "," + length.text()) + ")",
                8,
                thing -> {
                    String text = (String) made.meaning().of(thing);
                    BigInteger first = (BigInteger) from.meaning().of(thing);
                    BigInteger count = length == null
                            ? BigInteger.ZERO
                            : (BigInteger) length.meaning().of(thing);
                    if (text == null || !isPlace(first) || !isPlace(count)) {
                        return null;
                    }
                    int begin = first.min(BigInteger.valueOf(text.length())).intValue();
                    String rest = text.substring(begin);
                    return length == null
                            ? rest
                            : rest.substring(
                                    0,
                                    count.min(BigInteger.valueOf(rest.length())).intValue());
                });
    }

    private static boolean isPlace(BigInteger number) {
        return number != null && number.signum() >= 0 && number.compareTo(BigInteger.valueOf(1_000_000_000)) <= 0;
    }

    private Made time() {
        return random.nextBoolean() ? new Made("Made", 8, Thing::made) : new Made("Seen", 8, Thing::seen);
    }

    private Made timeLiteral() {
        int i = random.nextInt(TIMES.size());
        return new Made(TIMES.get(i), 8, thing -> INSTANTS.get(i));
    }

    private Made guid() {
        UUID uuid = new UUID(0x1234_5678_9abc_def0L, random.nextInt(3));
        return random.nextBoolean()
                ? new Made("Uid", 8, Thing::uid)
                : new Made("guid'" + uuid.toString().toUpperCase(Locale.ROOT) + "'", 8, thing -> uuid);
    }
}
