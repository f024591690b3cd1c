package io.keycloakpbx.telemetry;

import java.util.Locale;

/**
 * Values of labels. They are the names of constants, and so there are only a few: what somebody has typed, or what there
 * are many of, realms for example, is no constant.
 */
final class Labels {

    /** The label that says what has come of something. */
    static final String OUTCOME = "outcome";

    private Labels() {}

    /** The constant's name in lower case, with hyphens: {@code GIVEN_UP} is {@code given-up}. */
    static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
