package io.keycloakpbx.operator;

import jakarta.ws.rs.core.Response;

/**
 * The codes of the contract, with the text of each that has one of its own. {@code {validatedValue}} stands for what was
 * sent.
 */
enum OperatorError {
    TENANT_ID_INVALID_0001("Invalid tenant id. Please use a number of at most 20 digits"),
    OPERATOR_INVALID_TENANT_DATA("The realm is not a tenant: operators belong to tenants"),
    OPERATOR_INVALID_SUBJECT_TENANT_ID("The tenant id in the path is not that of this realm"),

    OPERATOR_INVALID_SIGNUP_REQUEST("Invalid request"),
    OPERATOR_INVALID_SIGNUP_ROLE("You may not grant this role"),
    OPERATOR_INVALID_OPERATOR_EMAIL("An email address is required"),
    OPERATOR_SIGNUP_EXISTS("An operator with this email address exists"),

    OPERATOR_EMAIL_INVALID("Invalid email {validatedValue}. Please use a valid email address"),
    OPERATOR_FNAME_INVALID(
            "Invalid first name {validatedValue}. Please use a first name which is 100 characters or less in length"),
    OPERATOR_LNAME_INVALID(
            "Invalid last name {validatedValue}. Please use a last name which is 100 characters or less in length"),
    OPERATOR_INVALID_SETTINGS_SIZE("Invalid data size for settings. Maximum of 100KB data size is allowed"),
    OPERATOR_IPV4_INVALID("Invalid ipv4 list"),
    INVALID_IPV4_0001("Invalid IPv4 address {validatedValue}. Please use an address or a network in CIDR notation"),
    OPERATOR_INVALID_ADDRESS_LIST_SIZE("Provide a valid address list. A maximum of twenty addresses can be specified"),
    OPERATOR_INVALID_PHONE_LIST_SIZE("Invalid phone list size. Maximum of twenty phones can be specified"),
    OPERATOR_EMAIL_LIST_INVALID("Invalid email list size {validatedValue}. Please use a valid email list"),
    EMAIL_INVALID_0001("Invalid email {validatedValue}. Please use a valid email address"),
    EMAIL_INVALID_0002("Invalid email length. Please use 1 to 1000 characters"),
    OPERATOR_INVALID_ROLE_LIST_SIZE(
            "Role list size is invalid. Maximum of seven and at least one role must be specified"),
    OPERATOR_INVALID_CUSTOM_ROLES_LIST_SIZE("Custom roles set is limited to 100 length"),
    AUTH_ROLE_INVALID("Invalid role {validatedValue}. Please use one of the base roles"),
    AUTH_ROLE_INVALID_ROLE_NAME("Auth role name comprises of lowercase and underscore characters only"),
    PERMISSION_INVALID_0001("Invalid permission value. Please use 1 to 500 characters"),
    INVALID_PERMISSION_VALUE("Permission value contains invalid characters. Check data {validatedValue}"),
    PERMISSION_AFTER_LARGER_THAN_BEFORE("allowed_after_ms must be less than allowed_before_ms"),
    PERMISSION_TENANT_ID_MISMATCH("tenant_id of a custom permission must be that of the path"),

    SESSION_SUBJECT_NOT_FOUND(Response.Status.NOT_FOUND, "The tenant has no such operator"),
    OPERATOR_INVALID_ETAG(
            "_etag is not that of the operator as it is now. Read the operator again, and send its _etag"),
    OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS(
            "The user's directory keeps what would change, and lets nobody change it here"),
    OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS(Response.Status.FORBIDDEN, "You do not have access"),

    SIGNUP_INVALID_VERIFICATION_REQUEST("Invalid request"),
    SIGNUP_OLDPASSWORD_INVALID("oldPassword is not the operator's password"),
    SIGNUP_VERIFIED_EMAIL_TOKEN("The email address has been verified, or the token has been used"),
    OPERATOR_PASSWORD_RESET_INVALID_REQUEST("Invalid request"),
    OPERATOR_PASSWORD_RESET_INVALID_TOKEN("The token is not valid, or has been used. Ask for another mail"),
    ACCOUNT_INVALID_PASSWORD_CHANGE("Invalid request"),
    ACCOUNT_INVALID_OLD_PASSWORD("oldPassword is not your password"),

    /** Of a login, for which the contract has no codes. */
    LOGIN_INVALID_REQUEST("Invalid request"),
    /** One answer for a wrong password, an unknown email address, and who may not sign in now. */
    LOGIN_FAILED(Response.Status.UNAUTHORIZED, "Login failed: wrong email or password, or no login is possible now"),
    LOGIN_NEEDS_BROWSER("The password is right, but there is more to do: sign in with a browser"),
    LOGIN_ADDRESS_BLOCKED(Response.Status.FORBIDDEN, "Too many logins from your address have failed. Try again later");

    private static final String VALUE = "{validatedValue}";
    /** Of what was sent no more is sent back. */
    private static final int SHOWN = 200;

    private final Response.Status status;
    private final String text;

    OperatorError(String text) {
        this(Response.Status.BAD_REQUEST, text);
    }

    OperatorError(Response.Status status, String text) {
        this.status = status;
        this.text = text;
    }

    Response.Status status() {
        return status;
    }

    /** Whether the text tells what was sent. */
    boolean tellsValue() {
        return text.contains(VALUE);
    }

    /** The text, of what needs no value. */
    String text() {
        return text;
    }

    /** The text with what was sent, which is never a secret. */
    String text(Object value) {
        return text.replace(VALUE, shown(value));
    }

    /** As much of what was sent as is sent back. */
    static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() > SHOWN ? text.substring(0, SHOWN) + '…' : text;
    }
}
