package io.keycloakpbx.securitydata.odata;

/** The types that filters tell apart. */
enum Type {
    BOOLEAN("a boolean"),
    /** Of 64 bits, and so are those of 32. */
    INTEGER("a whole number"),
    /** A literal that is no whole number. */
    DECIMAL("a fraction"),
    STRING("text"),
    DATE_TIME("a point in time"),
    GUID("a GUID"),
    NULL("null");

    private final String words;

    Type(String words) {
        this.words = words;
    }

    static Type of(EdmType type) {
        return switch (type) {
            case BOOLEAN -> BOOLEAN;
            case INT32 -> INTEGER;
            case STRING -> STRING;
            case DATE_TIME -> DATE_TIME;
            case GUID -> GUID;
        };
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL;
    }

    /** Whether there is less and more of it. */
    boolean hasOrder() {
        return this != BOOLEAN && this != GUID;
    }

    /** For messages. */
    @Override
    public String toString() {
        return words;
    }
}
