package io.keycloakpbx.tenant;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;

/** The number of a tenant, for contracts whose tenant ids are digits. */
final class TenantNumber {

    static final int MAX_LENGTH = 16;

    private static final int BITS = 50;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0," + (MAX_LENGTH - 1) + "}");

    private TenantNumber() {}

    /** Whether a text can be a tenant's number. */
    static boolean is(String text) {
        return text != null && NUMBER.matcher(text).matches();
    }

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
