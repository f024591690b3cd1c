package io.keycloakpbx.tenant;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * When a user may sign in. What cannot be read as a point in time admits the user at none.
 *
 * @param from the first moment, null for ever since
 * @param until the first moment when the user may not any more, null for ever
 */
public record AccountValidity(Instant from, Instant until) {

    /** User attribute: the first moment, such as {@code 2027-03-01T08:00:00Z}. */
    public static final String ACTIVATION_DATE = "pbx.activationDate";

    /** User attribute: the first moment when the user may not sign in any more. */
    public static final String EXPIRATION_DATE = "pbx.expirationDate";

    /** That of most users. */
    public static final AccountValidity ALWAYS = new AccountValidity(null, null);

    private static final AccountValidity NEVER = new AccountValidity(null, Instant.MIN);

    /** The order of such texts is the order of time, by which the database compares them. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final int LENGTH = "2027-03-01T08:00:00Z".length();

    /** What a user's attributes say. */
    public static AccountValidity of(UserModel user) {
        return of(
                user.getAttributeStream(ACTIVATION_DATE).toList(),
                user.getAttributeStream(EXPIRATION_DATE).toList());
    }

    /**
     * The same of the attributes' values.
     *
     * @param activation all values of {@link #ACTIVATION_DATE}; nulls and empty ones count as none
     * @param expiration those of {@link #EXPIRATION_DATE}
     */
    public static AccountValidity of(List<String> activation, List<String> expiration) {
        List<String> from = said(activation);
        List<String> until = said(expiration);
        if (from.isEmpty() && until.isEmpty()) {
            return ALWAYS;
        }
        return isReadable(from) && isReadable(until) ? new AccountValidity(only(from), only(until)) : NEVER;
    }

    private static List<String> said(List<String> values) {
        return values.stream()
                .filter(value -> value != null && !value.isEmpty())
                .toList();
    }

    private static boolean isReadable(List<String> values) {
        return values.size() <= 1
                && values.stream().allMatch(value -> parse(value).isPresent());
    }

    private static Instant only(List<String> values) {
        return values.isEmpty() ? null : parse(values.get(0)).orElseThrow();
    }

    /** The point in time that a text is, in UTC and in whole seconds of four-digit years. */
    public static Optional<Instant> parse(String text) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the user may not sign in any more at a moment. */
    public boolean hasEnded(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** Whether the user may not sign in yet at a moment. */
    public boolean isToCome(Instant now) {
        return from != null && now.isBefore(from);
    }
}
