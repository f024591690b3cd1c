package io.keycloakpbx.tests;

/** When the classes of a test run begin, for {@code @Order}; all others come between. */
public final class Schedule {

    /** Those that take longest: at the end they would run alone. */
    public static final int FIRST = 1;

    /** Those with a second node: once it is there, it costs the others time as well. */
    public static final int LAST = Integer.MAX_VALUE;

    private Schedule() {}
}
