package io.keycloakpbx.sts;

import io.keycloakpbx.http.LegacyAuthorization;
import io.keycloakpbx.http.LegacyRequest;
import io.keycloakpbx.http.LegacySchemeProvider;
import io.keycloakpbx.http.LegacySchemeProviderFactory;
import io.keycloakpbx.http.WrapSchemeFactory;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** {@code Authorization: WRAP access_token="…"} with a simple web token. */
public final class WrapTokenSchemeFactory implements LegacySchemeProviderFactory {

    private WrapTokens tokens;

    @Override
    public LegacySchemeProvider create(KeycloakSession session) {
        return new LegacySchemeProvider() {
            @Override
            public Optional<CompletionStage<LegacyAuthorization>> authorize(LegacyRequest request) {
                return WrapSchemeFactory.token(request)
                        .filter(WrapSchemeFactory::isForm)
                        .map(token -> new WrapSignIn(session, tokens).authorize(request.realmName(), token));
            }

            /** Its clients have a token already. */
            @Override
            public Optional<String> challenge(RealmModel realm) {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        try (KeycloakSession session = factory.create()) {
            tokens = WrapTokens.of(session);
        }
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(LocalCacheProvider.class);
    }

    @Override
    public void close() {
        if (tokens != null) {
            tokens.close();
        }
    }

    @Override
    public String getId() {
        return WrapSchemeFactory.SIMPLE_WEB_TOKEN_ID;
    }
}
