package io.keycloakpbx.securitydata.odata;

/** How two values are compared. */
enum Operator {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE;

    /** Whether it holds for values that compare so. */
    boolean holds(int comparison) {
        return switch (this) {
            case EQ -> comparison == 0;
            case NE -> comparison != 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
        };
    }

    /** The same with the sides exchanged. */
    Operator turned() {
        return switch (this) {
            case EQ, NE -> this;
            case LT -> GT;
            case LE -> GE;
            case GT -> LT;
            case GE -> LE;
        };
    }

    /** The one that holds where this does not. */
    Operator otherwise() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case LT -> GE;
            case LE -> GT;
            case GT -> LE;
            case GE -> LT;
        };
    }

    /** The same for the next unit below, where the value to compare with is between two units; not for EQ and NE. */
    Operator withUnitBelow() {
        return this == GT || this == GE ? GT : LE;
    }
}
