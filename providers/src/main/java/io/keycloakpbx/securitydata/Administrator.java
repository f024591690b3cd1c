package io.keycloakpbx.securitydata;

import java.util.Optional;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Whoever an admin event tells of. */
public final class Administrator {

    private Administrator() {}

    /** The user's name, with the realm before it where it is another one ({@code master\admin}); null where it is unknown. */
    public static String nameOf(KeycloakSession session, RealmModel realm, AuthDetails details) {
        return remembered(session, "user in " + realm.getId(), details == null ? null : details.getUserId(), id -> of(
                        session, details)
                .map(own -> {
                    UserModel user = session.users().getUserById(own, id);
                    if (user == null) {
                        return null;
                    }
                    return own.getId().equals(realm.getId())
                            ? user.getUsername()
                            : own.getName() + '\\' + user.getUsername();
                }));
    }

    /** The name that the client has in its realm; null where it is unknown. */
    public static String clientOf(KeycloakSession session, AuthDetails details) {
        return remembered(session, "client", details == null ? null : details.getClientId(), id -> of(session, details)
                .map(own -> session.clients().getClientById(own, id))
                .map(ClientModel::getClientId));
    }

    private static Optional<RealmModel> of(KeycloakSession session, AuthDetails details) {
        return Optional.ofNullable(details.getRealmId())
                .map(id -> session.realms().getRealm(id));
    }

    private interface Lookup {

        Optional<String> of(String id);
    }

    /** One request makes many events of the same administrator. */
    private static String remembered(KeycloakSession session, String what, String id, Lookup lookup) {
        if (id == null) {
            return null;
        }
        String key = Administrator.class.getName() + '.' + what + '.' + id;
        if (session.getAttribute(key) == null) {
            session.setAttribute(key, lookup.of(id));
        }
        return (String) ((Optional<?>) session.getAttribute(key)).orElse(null);
    }
}
