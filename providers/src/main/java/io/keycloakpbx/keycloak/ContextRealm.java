package io.keycloakpbx.keycloak;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Binds a session to the realm that some work is about. Parts of Keycloak take the realm from the session's context and
 * not from their arguments (identity providers, organizations, tokens, URLs), so work on another realm than the
 * request's goes wrong without it. Afterwards, whatever happened, the context is as it was.
 */
@ReliesOn(
        "org.keycloak.models.KeycloakContext: realm, client, organization and authentication session are what it holds of a"
                + " realm, and its URLs follow the realm")
public final class ContextRealm {

    private ContextRealm() {}

    /** Works on a realm. */
    public static void run(KeycloakSession session, RealmModel realm, Runnable work) {
        call(session, realm, () -> {
            work.run();
            return null;
        });
    }

    /** Works on a realm and gives the outcome. */
    public static <T> T call(KeycloakSession session, RealmModel realm, Supplier<T> work) {
        KeycloakContext context = session.getContext();
        RealmModel realmBefore = context.getRealm();
        AuthenticationSessionModel signInBefore = context.getAuthenticationSession();
        ClientModel clientBefore = context.getClient();
        OrganizationModel organizationBefore = context.getOrganization();
        try {
            if (!realm.equals(realmBefore)) {
                // What belongs to the one realm must not be taken for something of the other.
                bind(context, realm, null, null, null);
            }
            return work.get();
        } finally {
            bind(context, realmBefore, signInBefore, clientBefore, organizationBefore);
        }
    }

    /**
     * Works on a realm as it can be loaded now. An import that has users in files of their own forgets meanwhile what it has
     * loaded of the realm; the context holds the same one, of which nothing more can be loaded.
     */
    public static void runReloaded(KeycloakSession session, RealmModel known, Consumer<RealmModel> work) {
        RealmModel loaded = session.realms().getRealm(known.getId());
        RealmModel realm = loaded == null ? known : loaded;
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            work.accept(realm);
        } finally {
            session.getContext().setRealm(before);
        }
    }

    private static void bind(
            KeycloakContext context,
            RealmModel realm,
            AuthenticationSessionModel signIn,
            ClientModel client,
            OrganizationModel organization) {
        context.setRealm(realm);
        context.setAuthenticationSession(signIn);
        context.setClient(client);
        context.setOrganization(organization);
    }
}
