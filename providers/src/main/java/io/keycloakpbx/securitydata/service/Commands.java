package io.keycloakpbx.securitydata.service;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The operations that there are. */
final class Commands {

    static final List<Command> ALL = Stream.of(
                    CompanyCommands.ALL,
                    DomainCommands.ALL,
                    EnvironmentCommands.ALL,
                    ApplicationInstanceCommands.ALL,
                    AuthorizationProviderCommands.ALL,
                    RoleCommands.ALL,
                    UserCommands.ALL,
                    SecurityAnswerCommands.ALL,
                    AuthorizationCodeCommands.ALL)
            .flatMap(List::stream)
            .toList();

    private Commands() {}

    static Optional<Command> named(String name) {
        return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
    }
}
