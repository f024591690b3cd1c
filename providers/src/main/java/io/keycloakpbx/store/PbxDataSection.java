package io.keycloakpbx.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * A part of the files that carry the PBX data of a realm to another server, in JSON. It is the member that is called like
 * the provider's id. Files without it are taken, and a server that does not know it leaves it alone.
 */
public interface PbxDataSection extends Provider {

    /** Writes the value of the member. */
    void write(RealmModel realm, JsonGenerator json) throws IOException;

    /**
     * Takes the value of the member.
     *
     * @param trial whether to find out only what could not be taken
     * @return what could not be taken, in words; the rest has been
     * @throws InvalidSectionException where the value is none that this part writes; nothing has been taken then
     */
    List<String> take(RealmModel realm, JsonNode value, boolean trial);

    /** A value that is none of this part's. The message says what is wrong, and where. */
    final class InvalidSectionException extends RuntimeException {

        private static final long serialVersionUID = 1;

        public InvalidSectionException(String message) {
            super(message);
        }
    }
}
