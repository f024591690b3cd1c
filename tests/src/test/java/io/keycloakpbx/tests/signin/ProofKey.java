package io.keycloakpbx.tests.signin;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** A client's key, and proofs that it holds it (RFC 9449, DPoP). */
public final class ProofKey {

    private static final int COORDINATE_BYTES = 32;

    private final KeyPair keys;

    /** A new key. */
    public ProofKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A proof for one request; {@code accessToken} is null where the request has none. */
    public String proof(String method, String uri, String accessToken) {
        try {
            ECPublicKey key = (ECPublicKey) keys.getPublic();
            String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                    + coordinate(key.getW().getAffineX())
                    + "\",\"y\":\""
                    + coordinate(key.getW().getAffineY())
                    + "\"}}";
            String hash = accessToken == null
                    ? ""
                    : ",\"ath\":\""
                            + base64(MessageDigest.getInstance("SHA-256")
                                    .digest(accessToken.getBytes(StandardCharsets.US_ASCII)))
                            + "\"";
            String claims = "{\"htm\":\"" + method + "\",\"htu\":\"" + uri + "\",\"jti\":\"" + UUID.randomUUID()
                    + "\",\"iat\":" + Instant.now().getEpochSecond() + hash + "}";
            String signed = base64(header.getBytes(StandardCharsets.UTF_8))
                    + "."
                    + base64(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[COORDINATE_BYTES];
        byte[] magnitude = bytes.length > COORDINATE_BYTES ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        System.arraycopy(magnitude, 0, padded, COORDINATE_BYTES - magnitude.length, magnitude.length);
        return base64(padded);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
