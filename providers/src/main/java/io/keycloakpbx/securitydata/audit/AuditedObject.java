package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.store.NumberKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The object that an administrator has changed.
 *
 * @param type what the contract calls it, or the resource type of Keycloak
 * @param key tells it apart in its realm, the path of a resource
 * @param kind how it is numbered; null where it has no number
 * @param id what its number is of
 * @param name as far as the event tells it; null where it does not
 */
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
    private static final String USERS = "users";

    /** The object of an event. */
    static AuditedObject of(KeycloakSession session, RealmModel realm, AdminEvent event, JsonNode representation) {
        String path = Objects.toString(event.getResourcePath(), "");
        String[] parts = path.split("/");
        String resource = resource(event, parts, representation);
        String type = TYPES.getOrDefault(resource, resource);
        String name = name(representation);
        if (parts.length > 1 && USERS.equals(parts[0])) {
            return new AuditedObject(
                    shortened(type, TYPE),
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
            default -> new AuditedObject(shortened(type, TYPE), key(path), null, null, name);
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
        RoleModel role = byId ? session.roles().getRoleById(realm, parts[1]) : role(realm, name, parts[1]);
        String told = representation.path("id").asText(byId ? parts[1] : null);
        String id = role == null ? told : role.getId();
        String rest = Stream.of(parts).skip(2).map(part -> '/' + part).reduce("", String::concat);
        return new AuditedObject(
                type,
                key("roles/" + (id == null ? parts[1] : id) + rest),
                id == null ? null : NumberKind.ROLE,
                id,
                role == null ? Objects.requireNonNullElse(name, parts[1]) : role.getName());
    }

    /** By the name that it has been given, or by the one that it was asked for by. */
    private static RoleModel role(RealmModel realm, String given, String asked) {
        RoleModel role = given == null ? null : realm.getRole(given);
        return role == null ? realm.getRole(asked) : role;
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
        String id = representation.path("internalId").asText(null);
        if (id == null && realm.equals(session.getContext().getRealm())) {
            IdentityProviderModel model = session.identityProviders().getByAlias(alias);
            id = model == null ? null : model.getInternalId();
        }
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

    /** Longer ones end with a hash, so that they are still told apart. */
    private static String key(String path) {
        return path.length() <= KEY
                ? path
                : path.substring(0, KEY - 37) + '#' + UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
