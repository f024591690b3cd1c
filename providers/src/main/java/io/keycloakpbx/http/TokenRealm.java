package io.keycloakpbx.http;

import io.keycloakpbx.store.StorableText;
import java.util.Optional;
import org.keycloak.common.util.Encode;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.JsonWebToken;

/** Which realm a token says it is from. Nothing is verified here. */
public final class TokenRealm {

    private TokenRealm() {}

    /** The realm of a signed token, enabled or not; none where the token says none that is there, or cannot be verified whatever it says. */
    public static Optional<RealmModel> of(KeycloakSession session, String token) {
        return issuer(token).flatMap(TokenRealm::name).map(session.realms()::getRealmByName);
    }

    private static Optional<String> issuer(String token) {
        try {
            JWSInput signed = new JWSInput(token);
            JsonWebToken claims = signed.readJsonContent(JsonWebToken.class);
            // Header and claims may both be the JSON null, and without these two Keycloak cannot look for the key.
            boolean verifiable = signed.getHeader() != null
                    && signed.getHeader().getAlgorithm() != null
                    && signed.getHeader().getKeyId() != null;
            return verifiable && claims != null ? Optional.ofNullable(claims.getIssuer()) : Optional.empty();
        } catch (JWSInputException e) {
            return Optional.empty();
        }
    }

    /** The realm's name at the end of an issuer, decoded as Keycloak decodes it; none for what cannot be one. */
    public static Optional<String> name(String issuer) {
        try {
            return Optional.of(Encode.decodePath(issuer.substring(issuer.lastIndexOf('/') + 1)))
                    .filter(name -> !name.isEmpty() && StorableText.is(name));
        } catch (RuntimeException e) {
            // Escapes that are no UTF-8.
            return Optional.empty();
        }
    }
}
