package io.keycloakpbx.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Points in time as CostGuard prints them, such as {@code 9/9/2017 5:35:09 PM}, in UTC. */
public final class UsDateTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** As clients send them: so, or as XML and JSON have them elsewhere; without a zone it is UTC. */
    private static final List<DateTimeFormatter> SENT = List.of(
            DateTimeFormatter.ofPattern("M/d/uuuu h:mm:ss a", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneOffset.UTC));

    private static final int MAX_LENGTH = 40;

    private UsDateTime() {}

    /** The text of a point in time. */
    public static String text(Instant time) {
        return FORMAT.format(time);
    }

    /** The point in time that a text is, in whole seconds: in the contract's form or in that of ISO 8601. */
    public static Optional<Instant> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return SENT.stream()
                .flatMap(format -> parse(format, text).stream())
                .findFirst();
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String text) {
        try {
            return Optional.of(format.parse(text, Instant::from).truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
