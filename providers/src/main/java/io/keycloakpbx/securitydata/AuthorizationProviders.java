package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The identity providers of a realm that are clients of theirs by OAuth 2.0, as all but SAML are. */
public final class AuthorizationProviders {

    /** Texts in the configuration of a provider, by what the contract calls them. */
    public static final SortedMap<String, String> SETTINGS = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            "ClientID", "clientId",
            "CSSClass", "displayIconClasses",
            "CSSColor", "pbx.cssColor",
            "Description", "pbx.description",
            "OpenIDCustomerAccountClaim", "pbx.openIDCustomerAccountClaim",
            "ProfileIdentifier", "userIDClaim",
            "ProfileName", "userNameClaim",
            "ProfileParameters", "pbx.profileParameters",
            "Scope", "defaultScope",
            "TokenParameters", "pbx.tokenParameters")));

    /** How the client authenticates at the provider. */
    public static final String AUTHENTICATION = "clientAuthMethod";

    /** By HTTP Basic. */
    public static final String BASIC = "client_secret_basic";

    /** By members of the request. */
    public static final String POST = "client_secret_post";

    /** Whether the provider's back-channel logout ends sessions here. */
    public static final String BACK_CHANNEL_LOGOUT = "backchannelSupported";

    private AuthorizationProviders() {}

    /** The provider of a number in the session's realm, to be changed in a copy. */
    public static Optional<IdentityProviderModel> model(KeycloakSession session, RealmModel realm, int number) {
        return session.getProvider(NumberProvider.class)
                .idOf(realm, NumberKind.AUTHORIZATION_PROVIDER, number)
                .map(id -> session.identityProviders().getById(id))
                .filter(provider -> config(provider, "clientId") != null);
    }

    /** Whether a provider of the session's realm is enabled itself, whatever its organization is. */
    public static boolean isEnabled(KeycloakSession session, IdentityProviderModel provider) {
        return provider.getOrganizationId() == null
                ? provider.isEnabled()
                : new SecurityDataRows(session, session.getContext().getRealm())
                        .isProviderEnabled(provider.getInternalId());
    }

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
                config(provider, SETTINGS.get("Description")),
                config(provider, SETTINGS.get("ClientID")),
                config(provider, SETTINGS.get("Scope")),
                BASIC.equals(config(provider, AUTHENTICATION)),
                config(provider, SETTINGS.get("ProfileIdentifier")),
                config(provider, SETTINGS.get("ProfileName")),
                config(provider, SETTINGS.get("ProfileParameters")),
                config(provider, SETTINGS.get("TokenParameters")),
                config(provider, SETTINGS.get("OpenIDCustomerAccountClaim")),
                config(provider, SETTINGS.get("CSSClass")),
                config(provider, SETTINGS.get("CSSColor")),
                Boolean.parseBoolean(config(provider, BACK_CHANNEL_LOGOUT)),
                provider.isEnabled(),
                !Boolean.TRUE.equals(provider.isHideOnLogin()));
    }

    private static String config(IdentityProviderModel provider, String name) {
        return provider.getConfig() == null
                ? null
                : Texts.orNull(provider.getConfig().get(name));
    }
}
