package io.keycloakpbx.securitydata.odata;

import java.time.Duration;

/** When what is done in memory for a request has taken long enough. */
final class Deadline {

    private final Duration time;
    private final long end;

    private Deadline(Duration time) {
        this.time = time;
        this.end = System.nanoTime() + time.toNanos();
    }

    /** It begins now. */
    static Deadline in(Duration time) {
        return new Deadline(time);
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** @throws ODataException (400) where it is over */
    void check() {
        if (isOver()) {
            throw tooLong(time);
        }
    }

    /** What refuses a request that takes longer. */
    static ODataException tooLong(Duration time) {
        return ODataException.invalid("This takes longer than " + time.toSeconds()
                + " seconds. Filter by fewer or other properties, or sort by the key.");
    }
}
