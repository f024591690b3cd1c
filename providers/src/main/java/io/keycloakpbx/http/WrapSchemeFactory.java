package io.keycloakpbx.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** {@code Authorization: WRAP access_token="…"}, as CostGuard's clients send an access token. */
public final class WrapSchemeFactory implements LegacySchemeProviderFactory, LegacySchemeProvider {

    /** The scheme's id and name. */
    public static final String ID = "WRAP";

    private static final Pattern TOKEN = Pattern.compile("access_token\\s*=\\s*\"([^\"\\s]+)\"");

    @Override
    public Optional<CompletionStage<LegacyAuthorization>> authorize(LegacyRequest request) {
        return request.credentials(ID)
                .map(TOKEN::matcher)
                .filter(Matcher::matches)
                .map(token ->
                        CompletableFuture.completedFuture(new LegacyAuthorization.Token(token.group(1), () -> {})));
    }

    /** Its clients have a token already. */
    @Override
    public Optional<String> challenge(RealmModel realm) {
        return Optional.empty();
    }

    @Override
    public LegacySchemeProvider create(KeycloakSession session) {
        return this;
    }

    /** This package's own factory: from here on its filters know the resources. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        Mounts.install(factory);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void close() {}
}
