package io.keycloakpbx.secondfactor;

import java.util.function.Consumer;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/** The second factor of users without an authenticator app: a code that is sent to them. */
public interface EmailCodeProvider extends Provider {

    /** The provider of a session. */
    static EmailCodeProvider of(KeycloakSession session) {
        return session.getProvider(EmailCodeProvider.class);
    }

    /** Whether this is the second factor that a user has to show. */
    boolean isRequired(RealmModel realm, UserModel user);

    /**
     * Claims the right to send a user a code now, on all nodes.
     *
     * @return 0 where it is given, else the seconds to wait since the last code was sent a moment ago
     */
    int claim(RealmModel realm, UserModel user);

    /**
     * Sends a new code, and writes an event that says whether it could be sent.
     *
     * @param validSeconds how long the code will be accepted
     * @param keep takes the code before anybody can read it; not called where there is nobody to send it to
     * @return whether it could be sent
     */
    boolean send(RealmModel realm, UserModel user, ClientModel client, int validSeconds, Consumer<String> keep);
}
