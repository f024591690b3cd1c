package io.keycloakpbx.role;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.tenant.Tenant;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.services.ErrorResponse;

/**
 * Keeps who manages the identity providers of a tenant from giving, by a mapper, reserved base roles, or admin roles that they
 * do not have themselves: Keycloak asks for that where a role is given to a user, but not where a mapper will give it.
 */
final class MapperGuard {

    private static final String WATCHED = "pbx.guarded.mappers.";
    /** Settings of mappers that name what is given. */
    static final String ROLE = "role";

    static final String GROUP = "group";

    private MapperGuard() {}

    /** Looks at a tenant's mappers when the session's transaction ends, for somebody of the tenant who has changed some. */
    static void watch(KeycloakSession session, RealmModel realm, String actorId) {
        String key = WATCHED + realm.getId();
        if (!Tenant.is(realm) || session.getAttribute(key) != null) {
            return;
        }
        session.setAttribute(key, true);
        String realmId = realm.getId();
        Transactions.beforeCommit(session, () -> {
            RealmModel now = session.realms().getRealm(realmId);
            UserModel actor = now == null
                    ? null
                    : ContextRealm.call(session, now, () -> session.users().getUserById(now, actorId));
            if (now != null) {
                refusal(session, now, actor).ifPresent(reason -> {
                    throw ErrorResponse.error(reason, Response.Status.FORBIDDEN);
                });
            }
        });
    }

    private static Optional<String> refusal(KeycloakSession session, RealmModel realm, UserModel actor) {
        String realmId = realm.getId();
        Map<String, MapperRule> before = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                committed -> Optional.ofNullable(committed.realms().getRealm(realmId))
                        .map(there -> rules(committed, there))
                        .orElse(Map.of()));
        return ContextRealm.call(session, realm, () -> session.identityProviders()
                .getMappersStream()
                .filter(mapper -> !MapperRule.of(mapper).equals(before.get(mapper.getId())))
                .flatMap(mapper -> refusal(session, realm, actor, mapper).stream())
                .findFirst());
    }

    private static Optional<String> refusal(
            KeycloakSession session, RealmModel realm, UserModel actor, IdentityProviderMapperModel mapper) {
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        Set<RoleModel> given = given(session, realm, mapper);
        String named = configuration(mapper).get(ROLE);
        // A tenant that does not have the role yet, or has one of its own by the name, gets it by an upgrade.
        if (BaseRole.named(named).filter(BaseRole::isReserved).isPresent()
                || given.stream().anyMatch(role -> ReservedRoles.isIn(session, realm, role))) {
            return Optional.of("Identity provider mapper " + mapper.getName() + ": " + BaseRole.reservedReason());
        }
        return given.stream()
                        .filter(role -> management != null && management.equals(role.getContainer()))
                        .allMatch(role -> actor != null && actor.hasRole(role))
                ? Optional.empty()
                : Optional.of("Identity provider mapper " + mapper.getName()
                        + " gives admin roles that you do not have; an administrator of the master realm may do it");
    }

    private static Map<String, MapperRule> rules(KeycloakSession session, RealmModel realm) {
        return ContextRealm.call(session, realm, () -> {
            Map<String, MapperRule> rules = new HashMap<>();
            session.identityProviders()
                    .getMappersStream()
                    .forEach(mapper -> rules.put(mapper.getId(), MapperRule.of(mapper)));
            return rules;
        });
    }

    /** What decides which roles a mapper gives, and to whom. */
    private record MapperRule(String type, String provider, Map<String, String> configuration) {

        static MapperRule of(IdentityProviderMapperModel mapper) {
            return new MapperRule(
                    mapper.getIdentityProviderMapper(),
                    mapper.getIdentityProviderAlias(),
                    MapperGuard.configuration(mapper));
        }
    }

    private static Map<String, String> configuration(IdentityProviderMapperModel mapper) {
        return mapper.getConfig() == null ? Map.of() : Map.copyOf(mapper.getConfig());
    }

    /** The roles that a mapper gives, with those that they contain. */
    private static Set<RoleModel> given(KeycloakSession session, RealmModel realm, IdentityProviderMapperModel mapper) {
        Map<String, String> configuration = configuration(mapper);
        Stream<RoleModel> ofGroups = Stream.iterate(
                        group(session, realm, configuration.get(GROUP)).orElse(null),
                        Objects::nonNull,
                        GroupModel::getParent)
                .flatMap(GroupModel::getRoleMappingsStream);
        return RoleUtils.expandCompositeRolesStream(
                        Stream.concat(role(session, realm, configuration.get(ROLE)).stream(), ofGroups))
                .collect(Collectors.toSet());
    }

    /** The role that a mapper names, if it is there. */
    static Optional<RoleModel> role(KeycloakSession session, RealmModel realm, String name) {
        return name == null || name.isBlank()
                ? Optional.empty()
                : Optional.ofNullable(KeycloakModelUtils.getRoleFromString(session, realm, name));
    }

    /** The group that a mapper names, if it is there. */
    static Optional<GroupModel> group(KeycloakSession session, RealmModel realm, String path) {
        return path == null || path.isBlank()
                ? Optional.empty()
                : Optional.ofNullable(KeycloakModelUtils.findGroupByPath(session, realm, path));
    }
}
