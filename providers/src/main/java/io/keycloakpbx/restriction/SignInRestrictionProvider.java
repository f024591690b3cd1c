package io.keycloakpbx.restriction;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * From where users of a tenant may sign in. It is asked at each sign-in, and whenever a session is used, so that a change
 * counts at once; an answer should take no query of its own where a user has no restriction.
 */
public interface SignInRestrictionProvider extends Provider {

    /** The detail {@code reason} of an event that an address was refused. */
    String ADDRESS_NOT_ALLOWED = "address_not_allowed";

    /** The provider of a session. */
    static SignInRestrictionProvider of(KeycloakSession session) {
        return session.getProvider(SignInRestrictionProvider.class);
    }

    /** What holds for a user now. */
    SignInRestriction restriction(UserModel user);
}
