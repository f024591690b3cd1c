package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.StorableText;
import jakarta.persistence.FlushModeType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The object that an administrator has changed.
 *
 * @param type what the contract calls it, or the resource type of Keycloak
 * @param key tells it apart in its realm, the path of a resource, as a database can hold it
 * @param kind how it is numbered; null where it has no number
 * @param id what its number is of
 * @param name as far as the event tells it; null where it does not
 */
@ReliesOn("org.keycloak.models.jpa.entities: roles and providers are found without what the cache would remember of it")
record AuditedObject(String type, String key, NumberKind kind, String id, String name) {

    private static final int KEY = 300;
    private static final int TYPE = 64;

    private static final Map<String, String> TYPES = Map.of(
            "USER", "User",
            "REALM_ROLE", "Role",
            "CLIENT", "ApplicationInstance",
            "REALM", "Domain",
            "IDENTITY_PROVIDER", "AuthorizationProvider");

    private static final Map<String, String> IMPORTED = Map.of(
            "users", "USER",
            "groups", "GROUP",
            "clients", "CLIENT",
            "realms", "REALM_ROLE",
            "identity-provider-settings", "IDENTITY_PROVIDER",
            "mappers", "IDENTITY_PROVIDER_MAPPER");

    private static final List<String> NAMES = List.of("username", "clientId", "alias", "realm", "name", "displayName");
    private static final String ROLE =
            "select r.id from RoleEntity r where r.clientRole = false and r.realmId = :realm and r.name = :name";
    private static final String PROVIDER =
            "select p.internalId from IdentityProviderEntity p where p.realmId = :realm and p.alias = :name";
    private static final String USERS = "users";

    /** The realm's user profile, which is below its users. */
    private static final String NO_USER = "USER_PROFILE";

    /** The object of an event. */
    static AuditedObject of(KeycloakSession session, RealmModel realm, AdminEvent event, JsonNode representation) {
        String path = Objects.toString(event.getResourcePath(), "");
        String[] parts = path.split("/");
        String resource = resource(event, parts, representation);
        String type = TYPES.getOrDefault(resource, resource);
        String name = name(representation);
        if (parts.length > 1 && USERS.equals(parts[0]) && !NO_USER.equals(resource)) {
            return new AuditedObject(
                    LogText.of(type, TYPE),
                    key(path),
                    NumberKind.USER,
                    parts[1],
                    parts.length == 2 ? name : userName(session, realm, parts[1]));
        }
        return switch (resource) {
            case "REALM_ROLE" -> role(session, realm, type, parts, path, representation, name);
            case "CLIENT" -> client(type, parts, path, name);
            case "REALM" -> domain(realm, type, path);
            case "IDENTITY_PROVIDER" -> provider(session, realm, type, path, representation, name);
            default -> new AuditedObject(LogText.of(type, TYPE), key(path), null, null, name);
        };
    }

    /** Partial imports call all objects realms, and have paths of their own. */
    private static String resource(AdminEvent event, String[] parts, JsonNode representation) {
        String resource = Objects.toString(event.getResourceTypeAsString(), "");
        if (!"REALM".equals(resource) || parts.length != 2) {
            return resource;
        }
        boolean ofClient = representation.path("clientRole").asBoolean();
        return ofClient ? "CLIENT_ROLE" : IMPORTED.getOrDefault(parts[0], resource);
    }

    private static AuditedObject role(
            KeycloakSession session,
            RealmModel realm,
            String type,
            String[] parts,
            String path,
            JsonNode representation,
            String name) {
        if (parts.length < 2) {
            return new AuditedObject(type, key(path), null, null, name);
        }
        boolean byId = !"roles".equals(parts[0]);
        // What the representation says of it is up to the caller where there is another way.
        String id = byId
                ? parts[1]
                : id(session, ROLE, realm, parts[1], name)
                        .orElseGet(() -> representation.path("id").asText(null));
        String rest = Stream.of(parts).skip(2).map(part -> '/' + part).reduce("", String::concat);
        return new AuditedObject(
                type,
                key("roles/" + (id == null ? parts[1] : id) + rest),
                id == null ? null : NumberKind.ROLE,
                id,
                roleName(session, realm, byId, parts, name));
    }

    private static String roleName(
            KeycloakSession session, RealmModel realm, boolean byId, String[] parts, String name) {
        if (name != null || !byId) {
            return name == null ? parts[1] : name;
        }
        RoleModel role = session.roles().getRoleById(realm, parts[1]);
        return role == null ? parts[1] : role.getName();
    }

    /** By the name that it was asked for by, or by the one that it has been given, where that is in the database already. */
    private static Optional<String> id(
            KeycloakSession session, String query, RealmModel realm, String asked, String given) {
        return Stream.of(asked, given)
                .filter(Objects::nonNull)
                .filter(StorableText::is)
                .flatMap(name -> Database.entities(session)
                        .createQuery(query, String.class)
                        .setParameter("realm", realm.getId())
                        .setParameter("name", name)
                        .setFlushMode(FlushModeType.COMMIT)
                        .getResultStream())
                .findFirst();
    }

    private static AuditedObject client(String type, String[] parts, String path, String name) {
        boolean is = parts.length > 1 && "clients".equals(parts[0]);
        return new AuditedObject(
                type, key(path), is ? NumberKind.APPLICATION_INSTANCE : null, is ? parts[1] : null, name);
    }

    /** Updates of a realm itself have no path. */
    private static AuditedObject domain(RealmModel realm, String type, String path) {
        return new AuditedObject(
                type, key(path.isEmpty() ? "realm" : path), NumberKind.DOMAIN, realm.getId(), realm.getName());
    }

    private static AuditedObject provider(
            KeycloakSession session, RealmModel realm, String type, String path, JsonNode representation, String name) {
        String alias = path.substring(path.lastIndexOf('/') + 1);
        String id = id(session, PROVIDER, realm, alias, name)
                .orElseGet(() -> representation.path("internalId").asText(null));
        return new AuditedObject(
                type,
                key(path),
                id == null ? null : NumberKind.AUTHORIZATION_PROVIDER,
                id,
                name == null ? alias : name);
    }

    private static String userName(KeycloakSession session, RealmModel realm, String id) {
        UserModel user = session.users().getUserById(realm, id);
        return user == null ? null : user.getUsername();
    }

    private static String name(JsonNode representation) {
        return NAMES.stream()
                .map(member -> representation.path(member).asText(null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What the member of a state is that names the object; null where there is none. */
    static String nameIn(Map<String, String> state) {
        return NAMES.stream()
                .map(state::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** As a database can hold it. Longer ones end with a hash, so that they are still told apart. */
    private static String key(String asked) {
        String path = LogText.of(asked);
        return path.length() <= KEY
                ? path
                : LogText.of(path, KEY - 37) + '#' + UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8));
    }
}
