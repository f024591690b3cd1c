package io.keycloakpbx.securitydata;

import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/** What security tokens are issued for, and to whom. */
public interface RelyingPartyProvider extends Provider {

    /** The detail of a {@code LOGIN} event that names the session of who acts for the user, in the same realm. */
    String ACTOR_SESSION = "pbx_actor_session";

    /** The provider of a session. */
    static RelyingPartyProvider of(KeycloakSession session) {
        return session.getProvider(RelyingPartyProvider.class);
    }

    /** Whether a realm has security data switched on. */
    boolean isOn(RealmModel realm);

    /** Whether a realm has an environment. */
    boolean hasEnvironment(RealmModel realm, String environment);

    /**
     * The instance of an application that a URI means in an environment: one that is in this environment before one that is in
     * all. Two instances of the same URI and environment are none, as nobody can tell which is meant; nor is a client to which
     * offline access belongs by default.
     */
    Optional<RelyingParty> find(RealmModel realm, String uri, String environment);

    /**
     * The instance that a client is, in an environment: what a token that was issued before is looked at by.
     */
    Optional<RelyingParty> find(RealmModel realm, String clientUuid, String uri, String environment);

    /** Whether a user is in the environment: was given a role for it, made a web service of it, or has a role everywhere. */
    boolean admits(RealmModel realm, RelyingParty party, UserModel user);

    /** The names of the permissions that a user has in the environment, each once, in alphabetical order. */
    List<String> permissions(RealmModel realm, RelyingParty party, UserModel user);

    /**
     * Whether a user may come from an address: the realm holds nobody to its list, the list has it, or the user is not held to it.
     *
     * @param user null for somebody of whom it is not known whether they are held to it
     */
    boolean admitsAddress(RealmModel realm, UserModel user, String address);
}
