package io.keycloakpbx.securitydata.service;

import java.util.List;

/** The commands about answers to security questions. */
final class SecurityAnswerCommands {

    static final List<Command> ALL = List.of(new VerifySecurityAnswersCommand());

    private SecurityAnswerCommands() {}
}
