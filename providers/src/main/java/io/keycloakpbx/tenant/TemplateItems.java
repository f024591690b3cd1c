package io.keycloakpbx.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keycloakpbx.tenant.TemplateItem.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.util.JsonSerialization;

/**
 * A realm file, taken to its {@link TemplateItem}s. What belongs to one realm is none of them: its name, whether it is
 * enabled, its keys, people, mail server, identity providers, and where its clients are.
 */
final class TemplateItems {

    /** Where the user profile is in a realm file. */
    static final String USER_PROFILE_COMPONENT = "org.keycloak.userprofile.UserProfileProvider";

    static final String USER_PROFILE_CONFIG = "kc.user.profile.config";

    static final Set<String> FLOW_BINDINGS = Set.of(
            "browserFlow",
            "registrationFlow",
            "directGrantFlow",
            "resetCredentialsFlow",
            "clientAuthenticationFlow",
            "dockerAuthenticationFlow",
            "firstBrokerLoginFlow");

    /** Asks Keycloak's import for its own client scopes; no realm keeps it. */
    private static final String FOR_THE_IMPORT = "CreateDefaultClientScopes";

    private static final Set<String> NO_SETTINGS = Set.of(
            "id",
            "realm",
            "displayName",
            "displayNameHtml",
            "enabled",
            "notBefore",
            "keycloakVersion",
            "otpSupportedApplications",
            "requiredCredentials",
            "defaultRoles",
            "defaultGroups",
            "defaultDefaultClientScopes",
            "defaultOptionalClientScopes");

    private static final Set<String> NOT_OF_A_ROLE =
            Set.of("id", "name", "composite", "composites", "clientRole", "containerId");
    private static final Set<String> NOT_OF_A_GROUP = Set.of(
            "id", "name", "path", "parentId", "subGroups", "subGroupCount", "realmRoles", "clientRoles", "access");
    private static final Set<String> NOT_OF_A_CLIENT = Set.of(
            "id",
            "clientId",
            "secret",
            "origin",
            "type",
            "notBefore",
            "registeredNodes",
            "access",
            "redirectUris",
            "webOrigins",
            "rootUrl",
            "baseUrl",
            "adminUrl",
            "protocolMappers",
            "defaultClientScopes",
            "optionalClientScopes",
            "authenticationFlowBindingOverrides",
            "authorizationSettings",
            "authorizationServicesEnabled",
            "attributes/realm_client",
            "attributes/client.secret.creation.time");
    private static final Set<String> NOT_OF_A_SCOPE = Set.of("id", "name", "protocolMappers");
    private static final Set<String> NOT_OF_A_MAPPER = Set.of("id", "name");
    private static final Set<String> NOT_OF_A_FLOW = Set.of("id", "alias", "builtIn");
    private static final Set<String> NOT_OF_AN_ACTION = Set.of("id", "alias");

    private final Map<TemplateItem, TemplateValue> items = new LinkedHashMap<>();
    private final ObjectNode realm;

    private TemplateItems(ObjectNode realm) {
        this.realm = realm;
    }

    /**
     * Those of a template. Flows that are built in are Keycloak's business, and the role that administers a tenant is never
     * among those of an app.
     */
    static Map<TemplateItem, TemplateValue> ofTemplate(RealmRepresentation template) {
        Map<TemplateItem, TemplateValue> items = of(template);
        items.entrySet().removeIf(item -> switch (item.getKey().kind()) {
            case FLOW -> item.getValue().whole().path("builtIn").asBoolean();
            case SCOPE_MAPPING -> item.getKey().name().equals(TenantProvider.ADMINISTRATOR_ROLE);
            default -> false;
        });
        return items;
    }

    static Map<TemplateItem, TemplateValue> of(RealmRepresentation realm) {
        TemplateItems items = new TemplateItems(JsonSerialization.mapper.valueToTree(realm));
        items.addRealm();
        items.addRoles();
        items.addGroups();
        items.addScopes();
        items.addFlows();
        items.addClients();
        items.addLinks();
        items.addRest();
        return items.items;
    }

    private void addRealm() {
        realm.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (FLOW_BINDINGS.contains(name)) {
                add(Kind.FLOW_BINDING, null, name, value, TemplateItem.of(Kind.FLOW, value.asText()));
            } else if (!NO_SETTINGS.contains(name) && isSetting(name, value)) {
                add(Kind.REALM_SETTING, null, name, value);
            }
        });
        realm.path("attributes").properties().forEach(attribute -> {
            if (!ExportedRealm.isOfOneRealm(attribute.getKey())
                    && !attribute.getKey().equals(FOR_THE_IMPORT)
                    && attribute.getValue().isTextual()) {
                add(Kind.REALM_ATTRIBUTE, null, attribute.getKey(), attribute.getValue());
            }
        });
    }

    /** A plain value, a list of them, or the headers. */
    private static boolean isSetting(String name, JsonNode value) {
        if (value.isArray()) {
            return !value.isEmpty() && value.valueStream().allMatch(JsonNode::isValueNode);
        }
        return value.isValueNode() && !TemplateValue.saysNothing(value) || name.equals("browserSecurityHeaders");
    }

    private void addRoles() {
        String defaultRole = realm.path("defaultRole").path("name").asText();
        for (JsonNode role : realm.path("roles").path("realm")) {
            String name = role.path("name").asText();
            boolean isDefault = name.equals(defaultRole) || name.startsWith("default-roles-");
            if (!isDefault) {
                addObject(Kind.REALM_ROLE, null, name, role, NOT_OF_A_ROLE);
            }
            eachRole(
                    role.path("composites").path("realm"),
                    role.path("composites").path("client"),
                    (ref, need) -> addRole(
                            isDefault ? Kind.DEFAULT_ROLE : Kind.COMPOSITE_ROLE,
                            isDefault ? null : name,
                            ref,
                            need,
                            isDefault ? need : TemplateItem.of(Kind.REALM_ROLE, name)));
        }
        realm.path("defaultRoles").forEach(name -> {
            TemplateItem need = TemplateItem.of(Kind.REALM_ROLE, name.asText());
            addRole(Kind.DEFAULT_ROLE, null, name, need, need);
        });
    }

    /** By {@code [name]} and {@code {client id: [name]}}. */
    private static void eachRole(JsonNode ofRealm, JsonNode ofClients, BiConsumer<JsonNode, TemplateItem> each) {
        ofRealm.forEach(name -> each.accept(name, TemplateItem.of(Kind.REALM_ROLE, name.asText())));
        ofClients.properties().forEach(client -> client.getValue()
                .forEach(name -> each.accept(
                        clientRole(client.getKey(), name.asText()),
                        new TemplateItem(Kind.CLIENT_ROLE, client.getKey(), name.asText()))));
    }

    private static ObjectNode clientRole(String client, String name) {
        return JsonNodeFactory.instance.objectNode().put("client", client).put("role", name);
    }

    /** What is said of a role that somebody has. */
    private void addRole(Kind kind, String owner, JsonNode role, TemplateItem need, TemplateItem other) {
        add(kind, owner, need.fullName(), role, need, other);
    }

    private void addGroups() {
        for (JsonNode group : realm.path("groups")) {
            String name = group.path("name").asText();
            TemplateItem owner = TemplateItem.of(Kind.GROUP, name);
            addObject(Kind.GROUP, null, name, group, NOT_OF_A_GROUP);
            eachRole(
                    group.path("realmRoles"),
                    group.path("clientRoles"),
                    (role, need) -> addRole(Kind.GROUP_ROLE, name, role, need, owner));
        }
    }

    private void addScopes() {
        for (JsonNode scope : realm.path("clientScopes")) {
            String name = scope.path("name").asText();
            addObject(Kind.CLIENT_SCOPE, null, name, scope, NOT_OF_A_SCOPE);
            addMappers(Kind.CLIENT_SCOPE_MAPPER, scope, TemplateItem.of(Kind.CLIENT_SCOPE, name));
        }
        addAssigned(Kind.REALM_CLIENT_SCOPE, null, realm.path("defaultDefaultClientScopes"), "default");
        addAssigned(Kind.REALM_CLIENT_SCOPE, null, realm.path("defaultOptionalClientScopes"), "optional");
    }

    private void addMappers(Kind kind, JsonNode of, TemplateItem owner) {
        for (JsonNode mapper : of.path("protocolMappers")) {
            addObject(kind, owner.name(), mapper.path("name").asText(), mapper, NOT_OF_A_MAPPER, owner);
        }
    }

    private void addAssigned(Kind kind, String client, JsonNode scopes, String as) {
        scopes.forEach(scope -> {
            TemplateItem need = TemplateItem.of(Kind.CLIENT_SCOPE, scope.asText());
            add(
                    kind,
                    client,
                    scope.asText(),
                    TextNode.valueOf(as),
                    need,
                    client == null ? need : TemplateItem.of(Kind.CLIENT, client));
        });
    }

    private void addFlows() {
        for (JsonNode config : realm.path("authenticatorConfig")) {
            addObject(Kind.AUTHENTICATOR_CONFIG, null, config.path("alias").asText(), config, NOT_OF_A_FLOW);
        }
        for (JsonNode flow : realm.path("authenticationFlows")) {
            addObject(Kind.FLOW, null, flow.path("alias").asText(), flow, NOT_OF_A_FLOW);
        }
    }

    private void addClients() {
        for (JsonNode client : realm.path("clients")) {
            String id = client.path("clientId").asText();
            TemplateItem owner = TemplateItem.of(Kind.CLIENT, id);
            addObject(Kind.CLIENT, null, id, client, NOT_OF_A_CLIENT);
            addMappers(Kind.CLIENT_MAPPER, client, owner);
            addAssigned(Kind.CLIENTS_CLIENT_SCOPE, id, client.path("defaultClientScopes"), "default");
            addAssigned(Kind.CLIENTS_CLIENT_SCOPE, id, client.path("optionalClientScopes"), "optional");
        }
        // Also of clients that are Keycloak's own, whose roles others have.
        realm.path("roles").path("client").properties().forEach(client -> client.getValue()
                .forEach(role -> {
                    TemplateItem owner = TemplateItem.of(Kind.CLIENT, client.getKey());
                    addObject(
                            Kind.CLIENT_ROLE, client.getKey(), role.path("name").asText(), role, NOT_OF_A_ROLE, owner);
                }));
    }

    private void addLinks() {
        for (JsonNode mapping : realm.path("scopeMappings")) {
            String client = mapping.path("client").asText();
            mapping.path("roles")
                    .forEach(role -> addRole(
                            Kind.SCOPE_MAPPING,
                            client,
                            role,
                            TemplateItem.of(Kind.REALM_ROLE, role.asText()),
                            TemplateItem.of(Kind.CLIENT, client)));
        }
        realm.path("clientScopeMappings").properties().forEach(of -> of.getValue()
                .forEach(mapping -> {
                    String client = mapping.path("client").asText();
                    mapping.path("roles")
                            .forEach(role -> addRole(
                                    Kind.SCOPE_MAPPING,
                                    client,
                                    clientRole(of.getKey(), role.asText()),
                                    new TemplateItem(Kind.CLIENT_ROLE, of.getKey(), role.asText()),
                                    TemplateItem.of(Kind.CLIENT, client)));
                }));
        for (JsonNode user : realm.path("users")) {
            String client = user.path("serviceAccountClientId").asText();
            eachRole(
                    withoutDefault(user.path("realmRoles")),
                    user.path("clientRoles"),
                    (role, need) -> addRole(
                            Kind.SERVICE_ACCOUNT_ROLE, client, role, need, TemplateItem.of(Kind.CLIENT, client)));
        }
    }

    /** Each new user has it. */
    private static JsonNode withoutDefault(JsonNode names) {
        var rest = JsonNodeFactory.instance.arrayNode();
        names.forEach(name -> {
            if (!name.asText().startsWith("default-roles-")) {
                rest.add(name);
            }
        });
        return rest;
    }

    private void addRest() {
        addNamed(Kind.CLIENT_PROFILE, realm.path("clientProfiles").path("profiles"), "name", Set.of("name"));
        addNamed(Kind.CLIENT_POLICY, realm.path("clientPolicies").path("policies"), "name", Set.of("name"));
        addNamed(Kind.REQUIRED_ACTION, realm.path("requiredActions"), "alias", NOT_OF_AN_ACTION);
        for (JsonNode component : realm.path("components").path(USER_PROFILE_COMPONENT)) {
            component.path("config").path(USER_PROFILE_CONFIG).forEach(text -> addUserProfile(text.asText()));
        }
    }

    private void addUserProfile(String text) {
        try {
            // Through Keycloak's own class, so that both sides say what they say in one way.
            UPConfig config = JsonSerialization.mapper.readValue(text, UPConfig.class);
            items.putAll(ofUserProfile(JsonSerialization.mapper.valueToTree(config)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its user profile is no JSON of one: " + e.getOriginalMessage(), e);
        }
    }

    static Map<TemplateItem, TemplateValue> ofUserProfile(ObjectNode config) {
        TemplateItems items = new TemplateItems(config);
        if (config.hasNonNull("unmanagedAttributePolicy")) {
            items.add(Kind.USER_PROFILE, null, "unmanagedAttributePolicy", config.get("unmanagedAttributePolicy"));
        }
        items.addNamed(Kind.USER_PROFILE_GROUP, config.path("groups"), "name", Set.of("name"));
        items.addNamed(Kind.USER_PROFILE_ATTRIBUTE, config.path("attributes"), "name", Set.of("name"));
        return items.items;
    }

    private void addNamed(Kind kind, JsonNode list, String name, Set<String> except) {
        list.forEach(one -> addObject(kind, null, one.path(name).asText(), one, except));
    }

    private void addObject(
            Kind kind, String owner, String name, JsonNode object, Set<String> except, TemplateItem... needs) {
        items.put(new TemplateItem(kind, owner, name), TemplateValue.of((ObjectNode) object, except, needs));
    }

    private void add(Kind kind, String owner, String name, JsonNode value, TemplateItem need, TemplateItem other) {
        items.put(
                new TemplateItem(kind, owner, name),
                need.equals(other) ? TemplateValue.of(value, need) : TemplateValue.of(value, need, other));
    }

    private void add(Kind kind, String owner, String name, JsonNode value, TemplateItem... needs) {
        items.put(new TemplateItem(kind, owner, name), TemplateValue.of(value, needs));
    }
}
