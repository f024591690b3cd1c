package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.TooManyException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /** Whether a realm has an environment. */
    public static boolean has(KeycloakSession session, RealmModel realm, String name) {
        return named(session, realm, name).isPresent();
    }

    /** The environment of a name, without its number; none where the realm has none. */
    static Optional<Environment> named(KeycloakSession session, RealmModel realm, String name) {
        ClientModel client = StorableText.is(name) ? session.clients().getClientByClientId(realm, name) : null;
        if (client != null && is(client)) {
            return Optional.of(new Environment(Environment.DEFAULT.id(), name, client.getDescription(), client));
        }
        // Whether there are others, and not which: that may be asked by anybody.
        return Environment.DEFAULT.name().equals(name)
                        && !new SecurityDataRows(session, realm).hasBearerOnlyClientWith(ATTRIBUTE)
                ? Optional.of(Environment.DEFAULT)
                : Optional.empty();
    }

    /** The client that is the environment of a number, to be changed; {@link Environment#DEFAULT} has none. */
    public static Optional<ClientModel> client(KeycloakSession session, RealmModel realm, int number) {
        return session.getProvider(NumberProvider.class)
                .idOf(realm, NumberKind.ENVIRONMENT, number)
                .map(id -> session.clients().getClientById(realm, id))
                .filter(Environments::is);
    }

    /** Whether a client is an environment. */
    public static boolean is(ClientModel client) {
        return client.isBearerOnly() && Boolean.parseBoolean(client.getAttribute(ATTRIBUTE));
    }
}
