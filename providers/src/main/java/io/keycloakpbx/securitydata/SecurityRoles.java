package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.TooManyException;
import java.util.Comparator;
import java.util.List;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** The roles of a realm that users are given. */
public final class SecurityRoles {

    /** The most roles that a realm can have where they are asked for; also the most permissions. */
    public static final int MAX = 5000;

    /** Keycloak's own, which everybody has. */
    private static final List<String> OF_EVERYBODY =
            List.of(Constants.OFFLINE_ACCESS_ROLE, Constants.AUTHZ_UMA_AUTHORIZATION);

    private SecurityRoles() {}

    /**
     * All of a realm, by number.
     *
     * @throws TooManyException where there are more than {@link #MAX}
     */
    public static List<SecurityRole> of(KeycloakSession session, RealmModel realm) {
        RoleModel byDefault = realm.getDefaultRole();
        List<RoleModel> roles = new SecurityDataRows(session, realm)
                .realmRoles(byDefault == null ? "" : byDefault.getId(), OF_EVERYBODY, MAX + 1).stream()
                        .sorted(Comparator.comparing(RoleModel::getName))
                        .toList();
        TooManyException.requireFew(roles, MAX, "roles");
        return Numbers.number(
                session,
                realm,
                NumberKind.ROLE,
                roles,
                RoleModel::getId,
                (number, role) -> new SecurityRole(number, role.getName(), Texts.orNull(role.getDescription()), role));
    }

    /** Whether a role is one of these. */
    public static boolean is(RealmModel realm, RoleModel role) {
        return !role.isClientRole() && !role.equals(realm.getDefaultRole()) && !OF_EVERYBODY.contains(role.getName());
    }
}
