package io.keycloakpbx.securitydata.odata;

import java.util.List;

/** Literals of OData 3 in texts of their own: keys ({@code User(5)}) and skip tokens. */
public final class Literal {

    private Literal() {}

    /**
     * Reads literals that commas part.
     *
     * @param types of the values, as many as there must be
     * @return the values, null for {@code null}
     * @throws ODataException (400) where the text is anything else
     */
    public static List<Object> list(String text, List<EdmType> types) {
        throw new UnsupportedOperationException(text + types);
    }

    /** Writes a value, so that {@link #list} reads it; null is {@code null}. */
    public static String text(Object value) {
        throw new UnsupportedOperationException(value.toString());
    }
}
