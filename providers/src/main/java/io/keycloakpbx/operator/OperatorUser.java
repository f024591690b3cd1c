package io.keycloakpbx.operator;

import java.util.List;
import java.util.Map;

/**
 * An operator as the database has it.
 *
 * @param created when, in milliseconds since 1970, or null
 * @param attributes of those of an operator
 * @param roleIds the roles that are given directly
 */
record OperatorUser(
        String id,
        String username,
        String email,
        boolean emailVerified,
        String firstName,
        String lastName,
        boolean enabled,
        Long created,
        Map<String, List<String>> attributes,
        List<String> roleIds) {

    /** The first value of an attribute, or null. */
    String attribute(String name) {
        List<String> values = attributes.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
