package io.keycloakpbx.http;

import org.keycloak.jose.jwk.JWKParser;
import org.keycloak.jose.jws.JWSHeader;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.TokenUtil;

/**
 * Whether what a request presents as a signed token has the form of one. Keycloak reads header and claims before it
 * verifies a signature, and fails where they lack what every token has. Nothing is verified here.
 */
final class SignedToken {

    private SignedToken() {}

    /** Whether an authorization scheme is one of Keycloak's own, which present an access token. */
    static boolean isTokenScheme(String scheme) {
        return scheme.equalsIgnoreCase(TokenUtil.TOKEN_TYPE_BEARER)
                || scheme.equalsIgnoreCase(TokenUtil.TOKEN_TYPE_DPOP);
    }

    /** Whether a text has the form of an access token: Keycloak can then verify it. */
    static boolean isAccessToken(String text) {
        try {
            JWSInput signed = new JWSInput(text);
            JsonWebToken claims = signed.readJsonContent(AccessToken.class);
            return hasAlgorithm(signed.getHeader())
                    && signed.getHeader().getKeyId() != null
                    && claims != null
                    && claims.getIssuer() != null
                    // Keycloak asks the database for it; PostgreSQL takes no null character.
                    && TokenRealm.name(claims.getIssuer()).isPresent();
        } catch (JWSInputException e) {
            return false;
        }
    }

    /** Whether a text has the form of a DPoP proof (RFC 9449). */
    static boolean isProof(String text) {
        try {
            JWSInput signed = new JWSInput(text);
            return hasAlgorithm(signed.getHeader())
                    && signed.readJsonContent(JsonWebToken.class) != null
                    && hasKey(signed.getHeader());
        } catch (JWSInputException e) {
            return false;
        }
    }

    private static boolean hasAlgorithm(JWSHeader header) {
        return header != null && header.getAlgorithm() != null;
    }

    private static boolean hasKey(JWSHeader header) {
        try {
            return header.getKey() != null
                    && header.getKey().getKeyType() != null
                    && JWKParser.create(header.getKey()).toPublicKey() != null;
        } catch (RuntimeException e) {
            // The parser's answer to members that are missing or no numbers is any of several.
            return false;
        }
    }
}
