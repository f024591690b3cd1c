package io.keycloakpbx.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * An authorization scheme of legacy PBX clients, which is turned into the access token that Keycloak takes before the
 * resource is looked for.
 */
public interface LegacySchemeProvider extends Provider {

    /**
     * The access token in the place of what a request presents; none where it presents nothing of this scheme. Called
     * where nothing may wait: what takes time is done on another thread.
     */
    Optional<CompletionStage<LegacyAuthorization>> authorize(LegacyRequest request);

    /**
     * The challenge of the scheme to a client that has presented nothing valid; none where the realm does not take it or
     * no client would know it.
     */
    Optional<String> challenge(RealmModel realm);
}
