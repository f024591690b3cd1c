package io.keycloakpbx.tenant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

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
@Schema(
        name = "NewAdministrator",
        description = "The first administrator of a new tenant",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "username", "email", "mailed"})
public record AdministratorRepresentation(
        String id,
        String username,
        String email,
        boolean mailed,
        @Schema(description = "Where the password is chosen, where no mail went; good once") String actionUrl,
        @Schema(format = "date-time") String expiresAt) {

    /** Without the link. */
    @Override
    public String toString() {
        return "AdministratorRepresentation[" + username + "]";
    }
}
