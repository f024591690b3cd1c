package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An operation of the contract. It keeps nothing between calls. */
interface Command {

    /** Its name, as {@code CreateRole}. */
    String name();

    /** What the contract calls the entity that it is about, as {@code Role}: messages say it where they know no other. */
    default String itemType() {
        return name().replaceFirst("^(Create|Modify)|Lookup$", "");
    }

    /** The structure of {@code Request}. */
    Shape request();

    /** The structure of {@code Result}. */
    Shape result();

    /**
     * Runs it, as a part of the request's transaction: asks for the permission first, checks all, changes, writes the admin
     * event, and reads back what there is then. What throws {@link CommandRefusal} leaves nothing.
     *
     * @return the members of {@code Result}; points in time are instants as POJO nodes
     */
    ObjectNode run(CommandCall call);
}
