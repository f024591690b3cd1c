package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.store.Uuid;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/** Literals of OData 3 in texts of their own: keys ({@code User(5)}) and skip tokens. */
public final class Literal {

    /** More than a number has that anybody compares with; larger ones cost memory. */
    private static final int EXPONENT = 400;

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern DATE_TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Literal() {}

    /**
     * Reads literals that commas part.
     *
     * @param types of the values, as many as there must be
     * @return the values, null for {@code null}
     * @throws ODataException (400) where the text is anything else
     */
    public static List<Object> list(String text, List<EdmType> types) {
        String what = "The list of literals";
        List<Object> values = new ArrayList<>(types.size());
        List<? extends Token> words = Syntax.words(what, text).getTokens();
        int next = 0;
        for (EdmType type : types) {
            if (!values.isEmpty()) {
                require(words.get(next).getType() == ODataLexer.COMMA, types);
                next++;
            }
            boolean negative = words.get(next).getType() == ODataLexer.MINUS;
            if (negative) {
                next++;
                require(
                        words.get(next).getType() == ODataLexer.INTEGER
                                || words.get(next).getType() == ODataLexer.DECIMAL,
                        types);
            }
            require(isLiteral(words.get(next)), types);
            values.add(value(constant(what, words.get(next), negative), type, types));
            next++;
        }
        require(words.get(next).getType() == Token.EOF, types);
        return Collections.unmodifiableList(values);
    }

    private static void require(boolean condition, List<EdmType> types) {
        if (!condition) {
            throw ODataException.invalid("Not what is expected, literals of these types: "
                    + String.join(", ", types.stream().map(EdmType::edmName).toList()) + ".");
        }
    }

    private static Object value(Constant constant, EdmType type, List<EdmType> types) {
        if (constant.type() == Type.NULL) {
            return null;
        }
        require(constant.type() == Type.of(type), types);
        if (constant.value() instanceof Long number) {
            require(Range.INT32.has(number), types);
            return number.intValue();
        }
        return constant.value();
    }

    /** Writes a value, so that {@link #list} reads it; null is {@code null}. */
    public static String text(Object value) {
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        if (value instanceof Instant instant) {
            return "datetime'" + WRITTEN.format(instant) + "'";
        }
        if (value instanceof UUID uuid) {
            return "guid'" + uuid + "'";
        }
        return String.valueOf(value);
    }

    private static boolean isLiteral(Token token) {
        return switch (token.getType()) {
            case ODataLexer.NULL,
                    ODataLexer.TRUE,
                    ODataLexer.FALSE,
                    ODataLexer.INTEGER,
                    ODataLexer.DECIMAL,
                    ODataLexer.STRING,
                    ODataLexer.DATETIME,
                    ODataLexer.DATETIMEOFFSET,
                    ODataLexer.GUID -> true;
            default -> false;
        };
    }

    /**
     * The value of a literal.
     *
     * @param what the text that it is in, for messages
     * @param negative whether a minus is before the number
     */
    static Constant constant(String what, Token token, boolean negative) {
        return switch (token.getType()) {
            case ODataLexer.NULL -> Constant.NULL;
            case ODataLexer.TRUE -> new Constant(Type.BOOLEAN, true);
            case ODataLexer.FALSE -> new Constant(Type.BOOLEAN, false);
            case ODataLexer.INTEGER -> integer(what, token, negative);
            case ODataLexer.DECIMAL -> decimal(what, token, negative);
            case ODataLexer.STRING -> new Constant(Type.STRING, quoted(token));
            case ODataLexer.GUID -> guid(what, token);
            default -> new Constant(Type.DATE_TIME, time(what, token));
        };
    }

    private static Constant integer(String what, Token token, boolean negative) {
        String text = token.getText();
        boolean isLong = text.endsWith("L") || text.endsWith("l");
        BigInteger number = new BigInteger(isLong ? text.substring(0, text.length() - 1) : text);
        BigInteger signed = negative ? number.negate() : number;
        if (signed.bitLength() >= (isLong ? Long.SIZE : Integer.SIZE)) {
            throw Syntax.wrong(what, token, ODataException.shortened(text) + " is too large.");
        }
        return new Constant(Type.INTEGER, signed.longValue());
    }

    private static Constant decimal(String what, Token token, boolean negative) {
        String text = token.getText();
        boolean hasLetter = "MmDdFf".indexOf(text.charAt(text.length() - 1)) >= 0;
        String digits = hasLetter ? text.substring(0, text.length() - 1) : text;
        if (digits.length() > EXPONENT || !hasSmallExponent(digits)) {
            throw Syntax.wrong(what, token, ODataException.shortened(text) + " is too large.");
        }
        BigDecimal number = negative ? new BigDecimal(digits).negate() : new BigDecimal(digits);
        BigInteger below = number.setScale(0, RoundingMode.FLOOR).toBigInteger();
        if (below.bitLength() >= Long.SIZE) {
            throw Syntax.wrong(what, token, ODataException.shortened(text) + " is too large.");
        }
        return number.compareTo(new BigDecimal(below)) == 0
                ? new Constant(Type.INTEGER, below.longValue())
                : new Constant(Type.DECIMAL, number);
    }

    private static boolean hasSmallExponent(String digits) {
        int exponent = digits.toLowerCase(Locale.ROOT).indexOf('e') + 1;
        return exponent == 0
                || new BigInteger(digits.substring(exponent)).abs().compareTo(BigInteger.valueOf(EXPONENT)) <= 0;
    }

    /** What is between the quotation marks. */
    private static String quoted(Token token) {
        String text = token.getText();
        return text.substring(text.indexOf('\'') + 1, text.length() - 1).replace("''", "'");
    }

    private static Constant guid(String what, Token token) {
        String text = quoted(token);
        if (!Uuid.is(text)) {
            throw Syntax.wrong(what, token, ODataException.shortened(token.getText()) + " is no GUID.");
        }
        return new Constant(Type.GUID, UUID.fromString(text));
    }

    private static Instant time(String what, Token token) {
        try {
            Instant time = token.getType() == ODataLexer.DATETIME
                    ? dateTime(quoted(token))
                    : OffsetDateTime.parse(quoted(token)).toInstant();
            if (Criteria.WRITTEN.has(time.toEpochMilli())) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw noTime(what, token);
        }
        throw noTime(what, token);
    }

    private static ODataException noTime(String what, Token token) {
        return Syntax.wrong(what, token, ODataException.shortened(token.getText()) + " is no point in time.");
    }

    /** In UTC, where many write a Z after it; some leave out the time of the day. */
    private static Instant dateTime(String text) {
        String local = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
        if (DATE.matcher(text).matches()) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        if (DATE_TIME.matcher(local).matches()) {
            return LocalDateTime.parse(local).toInstant(ZoneOffset.UTC);
        }
        throw new DateTimeException(text);
    }
}
