package io.keycloakpbx.securitydata.service;

import java.util.List;

/** The commands about authorization codes. */
final class AuthorizationCodeCommands {

    static final List<Command> ALL = List.of(new CreateAuthorizationCodeCommand());

    private AuthorizationCodeCommands() {}
}
