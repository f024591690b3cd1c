package io.keycloakpbx.operator;

import io.keycloakpbx.http.LegacyAuthorization;
import io.keycloakpbx.http.LegacyRequest;
import io.keycloakpbx.http.LegacySchemeProvider;
import io.keycloakpbx.http.LegacySchemeProviderFactory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * {@code x-auth-token: …}, as Prisma SD-WAN's clients send the token that {@code login} has given them: an access token. The
 * cookie {@code AUTH_TOKEN} is not taken, as a page of another site could make a browser send it.
 */
public final class AuthTokenSchemeFactory implements LegacySchemeProviderFactory, LegacySchemeProvider {

    /** The scheme's id, and the header. */
    static final String ID = "x-auth-token";

    @Override
    public Optional<CompletionStage<LegacyAuthorization>> authorize(LegacyRequest request) {
        return request.header(ID)
                .map(token ->
                        CompletableFuture.completedFuture(new LegacyAuthorization.Token(token.strip(), () -> {})));
    }

    /** No header of HTTP's own, and so no challenge. */
    @Override
    public Optional<String> challenge(RealmModel realm) {
        return Optional.empty();
    }

    @Override
    public LegacySchemeProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void close() {}
}
