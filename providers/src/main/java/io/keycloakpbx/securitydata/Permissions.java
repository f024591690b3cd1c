package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.TooManyException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** The permissions of a realm. */
public final class Permissions {

    /** The client whose roles are a realm's own permissions. */
    public static final String CLIENT = "pbx-permissions";

    /** The attribute of a role that says where it stands among the others. */
    public static final String PATH = "path";

    /** The attribute of a role that may be given to many at once, {@code true}. */
    public static final String ALLOW_BULK = "allowBulk";

    private Permissions() {}

    /**
     * All of a realm, by number.
     *
     * @throws TooManyException where there are more than {@link SecurityRoles#MAX}
     */
    public static List<Permission> of(KeycloakSession session, RealmModel realm) {
        Map<String, String> clients = Stream.of(CLIENT, Constants.REALM_MANAGEMENT_CLIENT_ID)
                .map(realm::getClientByClientId)
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(ClientModel::getId, ClientModel::getClientId));
        if (clients.isEmpty()) {
            return List.of();
        }
        SecurityDataRows rows = new SecurityDataRows(session, realm);
        List<RoleModel> roles = new ArrayList<>(rows.clientRoles(clients.keySet(), SecurityRoles.MAX + 1));
        TooManyException.requireFew(roles, SecurityRoles.MAX, "permissions");
        roles.sort(Comparator.comparing(RoleModel::getContainerId, Comparator.comparing(clients::get))
                .thenComparing(RoleModel::getName));
        Map<String, Map<String, String>> attributes = attributes(rows, clients);
        return Numbers.number(
                session,
                realm,
                NumberKind.PERMISSION,
                roles,
                RoleModel::getId,
                (number, role) -> permission(
                        number,
                        role,
                        clients.get(role.getContainerId()),
                        attributes.getOrDefault(role.getId(), Map.of())));
    }

    /** Whether a role is one. */
    static boolean is(RealmModel realm, RoleModel role) {
        return role.isClientRole()
                && Stream.of(CLIENT, Constants.REALM_MANAGEMENT_CLIENT_ID)
                        .map(realm::getClientByClientId)
                        .anyMatch(client -> client != null && client.getId().equals(role.getContainerId()));
    }

    private static Map<String, Map<String, String>> attributes(SecurityDataRows rows, Map<String, String> clients) {
        Map<String, Map<String, String>> attributes = new HashMap<>();
        rows.attributesOfClientRoles(clients.keySet(), List.of(PATH, ALLOW_BULK))
                .forEach(row -> attributes
                        .computeIfAbsent((String) row[0], id -> new HashMap<>())
                        .putIfAbsent((String) row[1], (String) row[2]));
        return attributes;
    }

    private static Permission permission(int number, RoleModel role, String client, Map<String, String> attributes) {
        return new Permission(
                number,
                role.getName(),
                Texts.orNull(role.getDescription()),
                Texts.or(attributes.get(PATH), "/" + client),
                Boolean.parseBoolean(attributes.get(ALLOW_BULK)),
                role);
    }
}
