package io.keycloakpbx.operator;

import io.keycloakpbx.restriction.SignInRestriction;
import java.util.List;

/** Attributes of users who are operators. Administrators alone see and change them. */
final class OperatorAttributes {

    /** {@code true} of an operator. */
    static final String OPERATOR = "pbx.operator";

    static final String NAME = "pbx.operator.name";
    static final String ADDRESSES = "pbx.operator.addresses";
    static final String PHONE_NUMBERS = "pbx.operator.phoneNumbers";
    static final String SECONDARY_EMAILS = "pbx.operator.secondaryEmails";
    static final String SETTINGS = "pbx.operator.settings";

    /** Where any user may sign in from. */
    static final String ALLOWED_ADDRESSES = SignInRestriction.ALLOWED_ADDRESSES;

    /** Whether any user's sessions are bound to their addresses. */
    static final String SESSION_ADDRESS_LOCK = SignInRestriction.SESSION_ADDRESS_LOCK;

    static final List<String> ALL = List.of(
            OPERATOR,
            NAME,
            ADDRESSES,
            PHONE_NUMBERS,
            SECONDARY_EMAILS,
            SETTINGS,
            ALLOWED_ADDRESSES,
            SESSION_ADDRESS_LOCK);

    private OperatorAttributes() {}
}
