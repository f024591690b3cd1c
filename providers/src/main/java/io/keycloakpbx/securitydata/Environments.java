package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The environments of a realm: bearer-only clients that say so. */
public final class Environments {

    /** The attribute of the client, {@code true}. */
    public static final String ATTRIBUTE = "pbx.environment";

    private Environments() {}

    /** All of a realm, by number; {@link Environment#DEFAULT} alone where there is none. */
    public static List<Environment> of(KeycloakSession session, RealmModel realm) {
        List<ClientModel> clients = new SecurityDataRows(session, realm)
                .clientsWith(List.of(ATTRIBUTE)).stream()
                        .map(id -> session.clients().getClientById(realm, id))
                        .filter(Objects::nonNull)
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

    /** Whether a client is an environment. */
    static boolean is(ClientModel client) {
        return client.isBearerOnly() && Boolean.parseBoolean(client.getAttribute(ATTRIBUTE));
    }
}
