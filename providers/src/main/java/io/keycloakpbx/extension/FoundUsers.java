package io.keycloakpbx.extension;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of the users that a search finds.
 *
 * @param users the users, by name
 * @param total how many there are in all
 */
public record FoundUsers(List<PbxUser> users, long total) {

    /** The names of the users by their ids, in the same order. */
    public Map<String, String> usernamesById() {
        Map<String, String> usernames = new LinkedHashMap<>();
        users.forEach(user -> usernames.put(user.id(), user.username()));
        return usernames;
    }
}
