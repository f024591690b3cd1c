package io.keycloakpbx.operator;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.operatorrole.OperatorRoleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that is wrong with what was sent, each with its code, told at once. */
final class OperatorProblems {

    /** The codes of members that are of another type than theirs, or lists that are too long. */
    private static final Map<String, OperatorError> MEMBERS = Map.ofEntries(
            Map.entry("email", OperatorError.OPERATOR_INVALID_OPERATOR_EMAIL),
            Map.entry("first_name", OperatorError.OPERATOR_FNAME_INVALID),
            Map.entry("last_name", OperatorError.OPERATOR_LNAME_INVALID),
            Map.entry("addresses", OperatorError.OPERATOR_INVALID_ADDRESS_LIST_SIZE),
            Map.entry("phone_numbers", OperatorError.OPERATOR_INVALID_PHONE_LIST_SIZE),
            Map.entry("secondary_emails", OperatorError.OPERATOR_EMAIL_LIST_INVALID),
            Map.entry("secondary_emails[].email", OperatorError.EMAIL_INVALID_0002),
            Map.entry("settings", OperatorError.OPERATOR_INVALID_SETTINGS_SIZE),
            Map.entry("ipv4_list", OperatorError.OPERATOR_IPV4_INVALID),
            Map.entry("ipv4_list[].ipv4", OperatorError.INVALID_IPV4_0001),
            Map.entry("roles", OperatorError.OPERATOR_INVALID_ROLE_LIST_SIZE),
            Map.entry("roles[].name", OperatorError.AUTH_ROLE_INVALID),
            Map.entry("custom_roles", OperatorError.OPERATOR_INVALID_CUSTOM_ROLES_LIST_SIZE),
            Map.entry("custom_roles[].name", OperatorError.AUTH_ROLE_INVALID_ROLE_NAME),
            Map.entry("custom_roles[].roles[].name", OperatorError.AUTH_ROLE_INVALID),
            Map.entry("custom_roles[].permissions[].value", OperatorError.PERMISSION_INVALID_0001),
            Map.entry("custom_roles[].disallow_permissions[].value", OperatorError.PERMISSION_INVALID_0001),
            Map.entry("custom_roles[].custom_permissions[].value", OperatorError.INVALID_PERMISSION_VALUE),
            Map.entry("custom_roles[].custom_permissions[].tenant_id", OperatorError.PERMISSION_TENANT_ID_MISMATCH),
            Map.entry("_etag", OperatorError.OPERATOR_INVALID_ETAG));

    private final List<OperatorErrors.Item> items = new ArrayList<>();

    void add(OperatorError error) {
        items.add(OperatorErrors.Item.of(error));
    }

    /** Adds a problem whose text tells what was sent, which is never a secret. */
    void add(OperatorError error, Object value) {
        items.add(OperatorErrors.Item.of(error, error.text(value)));
    }

    void say(OperatorError error, String message) {
        items.add(OperatorErrors.Item.of(error, message));
    }

    void say(OperatorError error, String message, ConsoleHint hint) {
        items.add(new OperatorErrors.Item(error.name(), message, hint));
    }

    /** Adds a problem by the code that another package knows. */
    void say(OperatorRoleException.Violation violation) {
        items.add(new OperatorErrors.Item(violation.code(), violation.message(), ConsoleHint.of(violation)));
    }

    /**
     * Adds what a body's own rules have found.
     *
     * @param otherwise the code of members that have none of their own
     */
    void add(InvalidBodyException e, OperatorError otherwise) {
        e.violations().forEach(violation -> {
            OperatorError error = violation.member() == null
                    ? null
                    : MEMBERS.get(violation.member().replaceAll("\\[\\d+]", "[]"));
            if (error == null) {
                say(otherwise, violation.message());
            } else if (error.tellsValue()) {
                say(error, violation.message());
            } else {
                add(error);
            }
        });
    }

    List<OperatorErrors.Item> items() {
        return List.copyOf(items);
    }

    /** Refuses the request where there are any. */
    void refuse() {
        if (!items.isEmpty()) {
            throw OperatorErrors.refused(items);
        }
    }
}
