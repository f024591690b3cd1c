package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.representations.JsonWebToken;

/**
 * The Microsoft Entra directory that an identity provider of a tenant stands for: its configuration entry
 * {@value #DIRECTORY_ID}, the one in which Keycloak's own Microsoft provider keeps it. Without the check of the token's
 * {@code tid} an application that is registered for several directories would let users of all of them in.
 */
@ReliesOn("org.keycloak.broker.oidc.OIDCIdentityProvider: where the verified token of a provider is")
public final class IdentityDirectory {

    /** The alias of the identity provider that is Microsoft 365. */
    public static final String MICROSOFT_ALIAS = "microsoft";

    static final String DIRECTORY_ID = "tenantId";

    /** Words that stand for several directories in the place of one. */
    private static final Set<String> NO_DIRECTORY = Set.of("common", "organizations", "consumers");

    /** The provider type of Keycloak that knows Microsoft's addresses: its tokens are of the directory that they name. */
    private static final String MICROSOFT_TYPE = "microsoft";

    private IdentityDirectory() {}

    /**
     * Whether somebody is of the directory of the provider that vouches for him. Providers that are not Microsoft have
     * none, and nothing to be checked.
     */
    static boolean accepts(BrokeredIdentityContext identity) {
        IdentityProviderModel provider = identity.getIdpConfig();
        String directory = directory(provider);
        if (!MICROSOFT_ALIAS.equals(provider.getAlias())
                && !MICROSOFT_TYPE.equals(provider.getProviderId())
                && directory == null) {
            return true;
        }
        if (directory == null || NO_DIRECTORY.contains(directory.toLowerCase(Locale.ROOT))) {
            return false;
        }
        return MICROSOFT_TYPE.equals(provider.getProviderId()) || directory.equalsIgnoreCase(claim(identity, "tid"));
    }

    /** Whether the provider is bound to one directory, so that object ids and principal names mean one person. */
    static boolean isOneDirectory(BrokeredIdentityContext identity) {
        return directory(identity.getIdpConfig()) != null && accepts(identity);
    }

    /** What an administrator may have bound a user to: the object id or the principal name, in lower case. */
    static Set<String> names(BrokeredIdentityContext identity) {
        Set<String> names = new LinkedHashSet<>();
        if (MICROSOFT_TYPE.equals(identity.getIdpConfig().getProviderId())) {
            add(names, identity.getId());
            add(names, identity.getUsername());
        } else {
            add(names, claim(identity, "oid"));
            add(names, claim(identity, "upn"));
            add(names, claim(identity, "preferred_username"));
        }
        return names;
    }

    private static void add(Set<String> names, String name) {
        if (name != null && !name.isBlank()) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
    }

    private static String directory(IdentityProviderModel provider) {
        String directory = provider.getConfig().get(DIRECTORY_ID);
        return directory == null || directory.isBlank() ? null : directory.strip();
    }

    private static String claim(BrokeredIdentityContext identity, String name) {
        return identity.getContextData().get(OIDCIdentityProvider.VALIDATED_ID_TOKEN) instanceof JsonWebToken token
                        && token.getOtherClaims().get(name) instanceof String value
                ? value
                : null;
    }
}
