package io.keycloakpbx.tenant;

/**
 * The first administrator of a new tenant, as the answer to its creation tells it.
 *
 * @param id the user's id
 * @param username the user name, as it is stored
 * @param email the email address
 * @param mailed whether a mail with the link to choose a password went to that address
 * @param actionUrl that link where no mail went, else null. It is good once; whoever has it chooses the password
 * @param expiresAt until when the link is good, RFC 3339, UTC; null where there is none
 */
public record AdministratorRepresentation(
        String id, String username, String email, boolean mailed, String actionUrl, String expiresAt) {

    /** Without the link. */
    @Override
    public String toString() {
        return "AdministratorRepresentation[" + username + "]";
    }
}
