package io.keycloakpbx.securitydata.service;

import java.util.List;

/** Placeholder, to be written. */
final class SecurityAnswerCommands {

    static final List<Command> ALL = List.of();

    private SecurityAnswerCommands() {}
}
