package io.keycloakpbx.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as CostGuard prints them, such as {@code 9/9/2017 5:35:09 PM}, in UTC. */
public final class UsDateTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.ROOT).withZone(ZoneOffset.UTC);

    private UsDateTime() {}

    /** The text of a point in time. */
    public static String text(Instant time) {
        return FORMAT.format(time);
    }
}
