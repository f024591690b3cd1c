package io.keycloakpbx.securitydata.odata;

/** An entity, for filters. */
@FunctionalInterface
interface Row {

    /** The value of a property, null where it is absent. */
    Object value(String property);
}
