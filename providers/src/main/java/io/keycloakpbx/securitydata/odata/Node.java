package io.keycloakpbx.securitydata.odata;

import java.util.function.Consumer;

/** A part of a filter whose names, types and bounds are known to be right. */
sealed interface Node permits Term, Condition {

    /** Names the properties that it looks at. */
    void properties(Consumer<String> names);
}
