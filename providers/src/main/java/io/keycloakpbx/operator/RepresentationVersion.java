package io.keycloakpbx.operator;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.util.JsonSerialization;

/** A number by which a caller says what something was like when it was read. */
final class RepresentationVersion {

    private RepresentationVersion() {}

    /** Made of all that is told: a change by whatever way is one. */
    static int of(Object told) {
        try {
            byte[] hash = HashUtils.hash(JavaAlgorithm.SHA256, JsonSerialization.writeValueAsBytes(told));
            return ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
