package io.keycloakpbx.restriction;

import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * From where and when users of a tenant may sign in. It is asked at each sign-in, and whenever a session is used, so that a change
 * counts at once; an answer should take no query of its own where a user has no restriction.
 */
public interface SignInRestrictionProvider extends Provider {

    /** The detail {@code reason} of an event that an address was refused. */
    String ADDRESS_NOT_ALLOWED = "address_not_allowed";

    /** The provider of a session. */
    static SignInRestrictionProvider of(KeycloakSession session) {
        return session.getProvider(SignInRestrictionProvider.class);
    }

    /**
     * Whether a request may sign a user in, or do for one what only the user may, by where it comes from and when. Whatever takes a
     * password, a code or a mailed link of somebody asks this first, and says no more than that it was not allowed.
     *
     * @param event gets the reason where the answer is no; whoever asks sends it
     */
    static boolean admits(KeycloakSession session, UserModel user, EventBuilder event) {
        SessionRefusal refusal = SessionRefusal.ofSignIn(session, user);
        if (refusal != null) {
            event.detail(Details.REASON, refusal.reason());
        }
        return refusal == null;
    }

    /** What holds for a user now. */
    SignInRestriction restriction(UserModel user);
}
