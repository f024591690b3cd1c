package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keycloakpbx.http.Body;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Points in time in requests: {@code xs:dateTime} or a date alone, or as the contract prints them
 * ({@code 9/9/2017 5:35:09 PM}); in UTC where nothing else is said. They have whole seconds.
 */
final class Moments {

    private static final int MAX_LENGTH = 64;
    private static final int LAST_YEAR = 9999;

    private static final DateTimeFormatter US = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("M/d/uuuu[ h:mm:ss a]")
            .toFormatter(Locale.ROOT);

    private static final List<DateTimeFormatter> FORMATS = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE,
            US);

    private Moments() {}

    /** The point in time of a member of a request, null where there is none; another text is noted as a violation. */
    static Instant optional(Body request, String member) {
        String text = request.optionalString(member, MAX_LENGTH);
        if (text == null) {
            return null;
        }
        Optional<Instant> moment = parse(text);
        if (moment.isEmpty()) {
            request.violation(
                    member, member + " must be a point in time such as 2027-03-01T08:00:00Z or 3/1/2027 8:00:00 AM");
        }
        return moment.orElse(null);
    }

    /** What was sent as text of ISO 8601, in UTC; as it is, where it is no point in time. */
    static JsonNode node(JsonNode sent) {
        return sent.isTextual()
                ? parse(sent.textValue())
                        .<JsonNode>map(moment -> TextNode.valueOf(iso(moment)))
                        .orElse(sent)
                : sent;
    }

    /** {@code xs:dateTime} in UTC. */
    static String iso(Instant moment) {
        return DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS));
    }

    static Optional<Instant> parse(String sent) {
        String text = sent.strip();
        return text.length() > MAX_LENGTH
                ? Optional.empty()
                : FORMATS.stream()
                        .flatMap(format -> parsed(format, text).stream())
                        .findFirst();
    }

    private static Optional<Instant> parsed(DateTimeFormatter format, String text) {
        try {
            TemporalAccessor found = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            Instant moment = found instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : (found instanceof LocalDateTime local ? local : ((LocalDate) found).atStartOfDay())
                            .toInstant(ZoneOffset.UTC);
            int year = moment.atOffset(ZoneOffset.UTC).getYear();
            return year > 0 && year <= LAST_YEAR
                    ? Optional.of(moment.truncatedTo(ChronoUnit.SECONDS))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
