package io.keycloakpbx.securitydata.odata;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Points in time as OData 3 writes them. */
final class IsoDateTime {

    private IsoDateTime() {}

    /** An {@code Edm.DateTime}, which has no zone. */
    static String text(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC));
    }
}
