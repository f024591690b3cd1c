package io.keycloakpbx.securitydata.odata;

import java.util.stream.LongStream;

/**
 * Between which bounds a whole number is, whatever the entity: nothing is calculated whose result might not have room in
 * 64 bits. The methods throw {@link ArithmeticException} for that.
 */
record Range(long least, long most) {

    static final Range INT32 = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** How long a text can be, and where in it something can begin. */
    static final Range TEXT = new Range(0, 1_000_000_000);

    static Range of(long value) {
        return new Range(value, value);
    }

    Range add(Range other) {
        return new Range(Math.addExact(least, other.least), Math.addExact(most, other.most));
    }

    Range sub(Range other) {
        return new Range(Math.subtractExact(least, other.most), Math.subtractExact(most, other.least));
    }

    Range mul(Range other) {
        long[] corners = {
            Math.multiplyExact(least, other.least),
            Math.multiplyExact(least, other.most),
            Math.multiplyExact(most, other.least),
            Math.multiplyExact(most, other.most)
        };
        return new Range(
                LongStream.of(corners).min().getAsLong(),
                LongStream.of(corners).max().getAsLong());
    }

    /** Of what is divided by a whole number, and of the rest of it. */
    Range parted() {
        long size = Math.max(Math.absExact(least), Math.absExact(most));
        return new Range(-size, size);
    }

    boolean has(long value) {
        return least <= value && value <= most;
    }

    boolean isBelow(Range other) {
        return most < other.least;
    }
}
