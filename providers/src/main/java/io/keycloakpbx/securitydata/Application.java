package io.keycloakpbx.securitydata;

import java.util.List;

/**
 * An application: a component of a realm.
 *
 * @param appTrayLinkBehavior 0 opens it where the user is, 1 in a new tab
 * @param requiresSecurityAccess whether a user needs the permissions
 * @param permissions the names of the permissions that a user needs all of
 */
public record Application(
        int id,
        String code,
        String name,
        String description,
        int appTrayLinkBehavior,
        boolean requiresSecurityAccess,
        List<String> permissions) {}
