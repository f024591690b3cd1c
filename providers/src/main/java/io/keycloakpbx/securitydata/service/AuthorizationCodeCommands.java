package io.keycloakpbx.securitydata.service;

import java.util.List;

/** Placeholder, to be written. */
final class AuthorizationCodeCommands {

    static final List<Command> ALL = List.of();

    private AuthorizationCodeCommands() {}
}
