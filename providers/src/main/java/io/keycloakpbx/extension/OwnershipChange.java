package io.keycloakpbx.extension;

import java.util.Objects;

/**
 * The outcome of giving an extension to a user or taking it away.
 *
 * @param oldUserId the managing user until now, or null for none
 * @param newUserId the managing user from now on, or null for none
 */
public record OwnershipChange(String oldUserId, String newUserId) {

    /** False where the extension was that user's, or nobody's, already. */
    public boolean changed() {
        return !Objects.equals(oldUserId, newUserId);
    }
}
