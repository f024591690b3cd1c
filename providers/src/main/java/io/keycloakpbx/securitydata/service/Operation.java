package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.store.TooManyException;
import java.util.function.Function;

/** A command that is a function of its call. */
record Operation(String name, Shape request, Shape result, Function<CommandCall, ObjectNode> work) implements Command {

    @Override
    public ObjectNode run(CommandCall call) {
        try {
            return work.apply(call);
        } catch (TooManyException e) {
            throw CommandRefusal.of(CommandRefusal.Reason.NOT_ALLOWED, "", 0, e.getMessage());
        }
    }
}
