package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.store.NumberKind;
import java.util.Comparator;
import java.util.List;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The identity providers of a realm that are clients of theirs by OAuth 2.0, as all but SAML are. */
public final class AuthorizationProviders {

    private AuthorizationProviders() {}

    /** All of a realm, by number, disabled ones too. */
    public static List<AuthorizationProvider> of(KeycloakSession session, RealmModel realm) {
        List<IdentityProviderModel> providers = ContextRealm.call(session, realm, () -> session.identityProviders()
                .getAllStream()
                .filter(provider -> config(provider, "clientId") != null)
                .sorted(Comparator.comparing(IdentityProviderModel::getAlias))
                .toList());
        return Numbers.number(
                session,
                realm,
                NumberKind.AUTHORIZATION_PROVIDER,
                providers,
                IdentityProviderModel::getInternalId,
                AuthorizationProviders::provider);
    }

    private static AuthorizationProvider provider(int number, IdentityProviderModel provider) {
        return new AuthorizationProvider(
                number,
                provider.getAlias(),
                Texts.or(provider.getDisplayName(), provider.getAlias()),
                config(provider, "pbx.description"),
                config(provider, "clientId"),
                config(provider, "defaultScope"),
                "client_secret_basic".equals(config(provider, "clientAuthMethod")),
                config(provider, "userIDClaim"),
                config(provider, "userNameClaim"),
                config(provider, "pbx.profileParameters"),
                config(provider, "pbx.tokenParameters"),
                config(provider, "pbx.openIDCustomerAccountClaim"),
                config(provider, "displayIconClasses"),
                config(provider, "pbx.cssColor"),
                Boolean.parseBoolean(config(provider, "backchannelSupported")),
                provider.isEnabled(),
                !Boolean.TRUE.equals(provider.isHideOnLogin()));
    }

    private static String config(IdentityProviderModel provider, String name) {
        return provider.getConfig() == null
                ? null
                : Texts.orNull(provider.getConfig().get(name));
    }
}
