package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/** A command that is a function of its call. */
record Operation(String name, Shape request, Shape result, Function<CommandCall, ObjectNode> work) implements Command {

    @Override
    public ObjectNode run(CommandCall call) {
        return work.apply(call);
    }
}
