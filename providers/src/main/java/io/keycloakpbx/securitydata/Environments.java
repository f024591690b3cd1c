package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.TooManyException;
import java.util.Comparator;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The environments of a realm: bearer-only clients that say so. */
public final class Environments {

    /** The attribute of the client, {@code true}. */
    public static final String ATTRIBUTE = "pbx.environment";

    /** The most that a realm can have where they are asked for. */
    public static final int MAX = 1000;

    private Environments() {}

    /**
     * All of a realm, by number; {@link Environment#DEFAULT} alone where there is none.
     *
     * @throws TooManyException where there are more than {@link #MAX}
     */
    public static List<Environment> of(KeycloakSession session, RealmModel realm) {
        List<ClientModel> clients = TooManyException.requireFew(
                        new SecurityDataRows(session, realm).clientsWith(List.of(ATTRIBUTE), MAX + 1),
                        MAX,
                        "environments")
                .stream()
                .filter(Environments::is)
                .sorted(Comparator.comparing(ClientModel::getClientId))
                .toList();
        if (clients.isEmpty()) {
            return List.of(Environment.DEFAULT);
        }
        return Numbers.number(
                session,
                realm,
                NumberKind.ENVIRONMENT,
                clients,
                ClientModel::getId,
                (number, client) ->
                        new Environment(number, client.getClientId(), Texts.orNull(client.getDescription()), client));
    }

    /**
     * Whether a realm has an environment.
     *
     * @throws TooManyException where that cannot be told
     */
    static boolean has(KeycloakSession session, RealmModel realm, String name) {
        if (!StorableText.is(name)) {
            return false;
        }
        ClientModel client = session.clients().getClientByClientId(realm, name);
        return client != null && is(client)
                || Environment.DEFAULT.name().equals(name) && of(session, realm).contains(Environment.DEFAULT);
    }

    /** Whether a client is an environment. */
    static boolean is(ClientModel client) {
        return client.isBearerOnly() && Boolean.parseBoolean(client.getAttribute(ATTRIBUTE));
    }
}
