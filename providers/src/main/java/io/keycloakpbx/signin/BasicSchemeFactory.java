package io.keycloakpbx.signin;

import io.keycloakpbx.http.LegacyAuthorization;
import io.keycloakpbx.http.LegacyRequest;
import io.keycloakpbx.http.LegacySchemeProvider;
import io.keycloakpbx.http.LegacySchemeProviderFactory;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.keycloak.common.util.Encode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** HTTP Basic (RFC 7617), where a realm allows it. */
public final class BasicSchemeFactory implements LegacySchemeProviderFactory {

    static final String ID = "Basic";

    @Override
    public LegacySchemeProvider create(KeycloakSession session) {
        return new LegacySchemeProvider() {
            @Override
            public Optional<CompletionStage<LegacyAuthorization>> authorize(LegacyRequest request) {
                return request.credentials(ID).map(BasicCredentials::of).map(credentials -> new BasicSignIn(session)
                        .authorize(request, credentials));
            }

            @Override
            public Optional<String> challenge(RealmModel realm) {
                // Names are whatever text; a quoted string is not.
                return BasicSignIn.isAllowed(realm)
                        ? Optional.of("Basic realm=\"" + Encode.encodePathSegmentAsIs(realm.getName())
                                + "\", charset=\"UTF-8\"")
                        : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return ID;
    }
}
