package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.TooManyException;
import java.util.List;
import java.util.Objects;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** The roles of environments that stand for a realm role of the same name: users who have one have the realm role there. */
public final class RoleMarks {

    private RoleMarks() {}

    /**
     * Those of a name, to be changed.
     *
     * @throws TooManyException where there are too many environments
     */
    public static List<RoleModel> of(KeycloakSession session, RealmModel realm, String name) {
        List<String> environments = Environments.of(session, realm).stream()
                .map(Environment::client)
                .filter(Objects::nonNull)
                .map(ClientModel::getId)
                .toList();
        return new SecurityDataRows(session, realm)
                .clientRolesNamed(environments, name).stream()
                        .map(id -> session.roles().getRoleById(realm, id))
                        .filter(Objects::nonNull)
                        .toList();
    }
}
