package io.keycloakpbx.securitydata;

/**
 * An identity provider by OAuth 2.0 or OpenID Connect, without its secret. What is null is not said.
 *
 * @param identifier its alias
 * @param useHeaderAuthorization whether the client authenticates by HTTP Basic
 * @param forceSingleSignout whether its back-channel logout ends sessions here
 * @param enabled whether users can sign in by it
 * @param showOnLogOn whether the sign-in page shows it
 */
public record AuthorizationProvider(
        int id,
        String identifier,
        String name,
        String description,
        String clientId,
        String scope,
        boolean useHeaderAuthorization,
        String profileIdentifier,
        String profileName,
        String profileParameters,
        String tokenParameters,
        String openIdCustomerAccountClaim,
        String cssClass,
        String cssColor,
        boolean forceSingleSignout,
        boolean enabled,
        boolean showOnLogOn) {}
