package io.keycloakpbx.tenant;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;

/** The number of a tenant, for contracts whose tenant ids are digits. */
final class TenantNumber {

    private static final int BITS = 50;

    private TenantNumber() {}

    /**
     * Made from the realm's id and from nothing else, so that it needs no counter, no two nodes give different ones, and
     * a tenant keeps its number if the attribute is lost. 50 bits: 16 digits at most, which every JSON client reads exactly.
     */
    static String of(String realmId) {
        byte[] hash = HashUtils.hash(JavaAlgorithm.SHA256, realmId.getBytes(StandardCharsets.UTF_8));
        return new BigInteger(1, hash)
                .shiftRight(hash.length * Byte.SIZE - BITS)
                .toString();
    }
}
