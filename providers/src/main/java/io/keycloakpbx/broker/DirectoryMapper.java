package io.keycloakpbx.broker;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.keycloak.broker.provider.AbstractIdentityProviderMapper;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.IdentityBrokerException;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Checks the Microsoft directory at every sign-in and linking, where {@link DirectoryAuthenticator} checks it at the
 * first sign-in only: for directories whose id may change, and for users who link an account themselves.
 */
public final class DirectoryMapper extends AbstractIdentityProviderMapper {

    @Override
    public void preprocessFederatedIdentity(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext identity) {
        if (!IdentityDirectory.accepts(identity)) {
            throw new IdentityBrokerException("The account is of another Microsoft directory than the tenant's");
        }
    }

    @Override
    public boolean supportsSyncMode(IdentityProviderSyncMode syncMode) {
        return EnumSet.allOf(IdentityProviderSyncMode.class).contains(syncMode);
    }

    @Override
    public String[] getCompatibleProviders() {
        return Set.of("oidc", "microsoft").toArray(String[]::new);
    }

    @Override
    public String getDisplayCategory() {
        return "PBX";
    }

    @Override
    public String getDisplayType() {
        return "PBX Microsoft directory";
    }

    @Override
    public String getHelpText() {
        return "Refuses users of another Microsoft directory than the one in the provider's configuration entry "
                + IdentityDirectory.DIRECTORY_ID + ", at every sign-in.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public String getId() {
        return "pbx-idp-directory-mapper";
    }
}
