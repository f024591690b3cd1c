package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory;

/** Makes the executor of client policies {@code pbx-session-address}, which has no settings. */
@SuppressWarnings("rawtypes")
public final class SessionAddressExecutorFactory
        implements ClientPolicyExecutorProviderFactory, PlainProviderFactory<ClientPolicyExecutorProvider> {

    static final String ID = "pbx-session-address";

    @Override
    public ClientPolicyExecutorProvider create(KeycloakSession session) {
        return new SessionAddressExecutor(session);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Refuses tokens and userinfo at addresses from which the user may not sign in, and at another address than the"
                + " session's where the user's sessions are locked to it; and while the user may not sign in at all.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
