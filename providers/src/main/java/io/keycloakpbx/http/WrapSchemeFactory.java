package io.keycloakpbx.http;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * {@code Authorization: WRAP access_token="…"}, as CostGuard's clients send an access token. What else they send so is for other
 * schemes, which {@link #token} helps.
 */
public final class WrapSchemeFactory implements LegacySchemeProviderFactory, LegacySchemeProvider {

    /** The scheme's id and name. */
    public static final String ID = "WRAP";

    /** The id of the scheme of the same name for simple web tokens, which another package has. */
    public static final String SIMPLE_WEB_TOKEN_ID = "WRAP-SWT";

    /** The ids of both, for resources of CostGuard's. */
    public static final Set<String> ALL = Set.of(ID, SIMPLE_WEB_TOKEN_ID);

    private static final Pattern TOKEN = Pattern.compile("access_token\\s*=\\s*\"([^\"\\s]+)\"");

    /** What a request presents as a token by the scheme, whatever it is. */
    public static Optional<String> token(LegacyRequest request) {
        return request.credentials(ID)
                .map(TOKEN::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1));
    }

    /** Whether such a token is a form, which no access token is. */
    public static boolean isForm(String token) {
        return token.indexOf('=') >= 0;
    }

    @Override
    public Optional<CompletionStage<LegacyAuthorization>> authorize(LegacyRequest request) {
        return token(request)
                .filter(token -> !isForm(token))
                .map(token -> CompletableFuture.completedFuture(new LegacyAuthorization.Token(token, () -> {})));
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
