package io.keycloakpbx.restriction;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Why a session may not be used, or begin. */
enum SessionRefusal {
    ADDRESS_NOT_ALLOWED(
            SignInRestrictionProvider.ADDRESS_NOT_ALLOWED,
            "The user may not sign in from this address",
            "pbxAddressNotAllowed"),
    ACCOUNT_NOT_ACTIVE("account_not_active", "The account is not active yet", "pbxAccountNotActive"),
    ACCOUNT_EXPIRED("account_expired", "The account has expired", "pbxAccountExpired"),
    SESSION_ADDRESS_CHANGED(
            "session_address_changed",
            "The session began at another address; sign in again",
            "pbxSessionAddressChanged");

    private final String reason;
    private final String words;
    private final String messageKey;

    SessionRefusal(String reason, String words, String messageKey) {
        this.reason = reason;
        this.words = words;
        this.messageKey = messageKey;
    }

    /** Why a request may not sign a user in, by where it comes from and when, or null. */
    static SessionRefusal ofSignIn(KeycloakSession session, UserModel user) {
        return SignInRestrictionProvider.of(session)
                .restriction(user)
                .whyNot(session.getContext().getConnection().getRemoteHost());
    }

    /** The detail {@code reason} of an event. */
    String reason() {
        return reason;
    }

    /** For an app that has a token of the session. */
    String words() {
        return words;
    }

    /** A message of the bundle's themes, for the user. */
    String messageKey() {
        return messageKey;
    }
}
