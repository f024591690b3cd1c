package io.keycloakpbx.securitydata.service;

import java.util.List;

/** Placeholder, to be written. */
final class RoleCommands {

    static final List<Command> ALL = List.of();

    private RoleCommands() {}
}
