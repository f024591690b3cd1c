package io.keycloakpbx.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.TemplateDifference.Action;
import io.keycloakpbx.tenant.TemplateItem.Kind;
import io.keycloakpbx.tenant.TemplateValue.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.representations.idm.AuthenticationExecutionExportRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ClientScopeRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.util.JsonSerialization;

/**
 * Brings differences into a realm, by what Keycloak's own imports and its Admin API use. It adds and changes, and removes
 * nothing but steps of a flow that the template has otherwise.
 */
@ReliesOn({
    "org.keycloak.services.managers.ClientManager: gives a new client its service account as the Admin API does",
    "org.keycloak.services.managers.RealmManager: what ClientManager is made with"
})
final class TemplateUpgrade {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Map<TemplateItem, TemplateValue> template;

    /** The session's context is bound to the realm. */
    TemplateUpgrade(KeycloakSession session, RealmModel realm, Map<TemplateItem, TemplateValue> template) {
        this.session = session;
        this.realm = realm;
        this.template = template;
    }

    void apply(List<TemplateDifference> differences) {
        List<TemplateDifference> changes =
                differences.stream().filter(difference -> !difference.isKept()).toList();
        each(changes, Kind.REALM_ROLE, this::role);
        each(changes, Kind.CLIENT_SCOPE, this::clientScope);
        each(
                changes,
                Kind.CLIENT_SCOPE_MAPPER,
                change -> mapper(scope(change.item().owner()), change));
        each(changes, Kind.AUTHENTICATOR_CONFIG, this::authenticatorConfig);
        each(changes, Kind.FLOW, this::flow);
        each(changes, Kind.FLOW, this::steps);
        each(changes, Kind.CLIENT, this::client);
        each(changes, Kind.CLIENT_MAPPER, change -> mapper(client(change.item().owner()), change));
        each(changes, Kind.CLIENT_ROLE, this::role);
        each(changes, Kind.CLIENTS_CLIENT_SCOPE, this::clientsScope);
        each(changes, Kind.REALM_CLIENT_SCOPE, this::realmsScope);
        each(changes, Kind.COMPOSITE_ROLE, change -> realm.getRole(change.item().owner())
                .addCompositeRole(roleOf(change)));
        each(changes, Kind.DEFAULT_ROLE, change -> realm.addToDefaultRoles(roleOf(change)));
        each(changes, Kind.GROUP, this::group);
        each(changes, Kind.GROUP_ROLE, change -> group(change.item().owner()).grantRole(roleOf(change)));
        each(changes, Kind.SCOPE_MAPPING, change -> client(change.item().owner())
                .addScopeMapping(roleOf(change)));
        each(changes, Kind.SERVICE_ACCOUNT_ROLE, this::serviceAccountRole);
        each(changes, Kind.REQUIRED_ACTION, this::requiredAction);
        userProfile(changes.stream()
                .filter(change -> change.item().kind().name().startsWith("USER_PROFILE"))
                .toList());
        realm(changes.stream()
                .filter(change -> switch (change.item().kind()) {
                    case REALM_SETTING, REALM_ATTRIBUTE, FLOW_BINDING, CLIENT_PROFILE, CLIENT_POLICY -> true;
                    default -> false;
                })
                .toList());
    }

    private static void each(List<TemplateDifference> changes, Kind kind, Consumer<TemplateDifference> work) {
        changes.stream().filter(change -> change.item().kind() == kind).forEach(work);
    }

    private <T> T whole(TemplateDifference change, Class<T> type) {
        return read(template.get(change.item()).whole(), type);
    }

    /** An object that says what is to change and nothing else. */
    private static <T> T part(TemplateDifference change, Class<T> type) {
        return read(TemplateValue.join(change.to()), type);
    }

    private static <T> T read(JsonNode json, Class<T> type) {
        try {
            return JsonSerialization.mapper.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean adds(TemplateDifference change) {
        return change.action() == Action.ADD;
    }

    private ClientModel client(String clientId) {
        return realm.getClientByClientId(clientId);
    }

    private ClientScopeModel scope(String name) {
        return KeycloakModelUtils.getClientScopeByName(realm, name);
    }

    private void role(TemplateDifference change) {
        String name = change.item().name();
        RoleContainerModel container =
                change.item().owner() == null ? realm : client(change.item().owner());
        RoleModel role = adds(change) ? container.addRole(name) : container.getRole(name);
        RoleRepresentation said = part(change, RoleRepresentation.class);
        if (said.getDescription() != null) {
            role.setDescription(said.getDescription());
        }
        if (said.getAttributes() != null) {
            said.getAttributes().forEach(role::setAttribute);
        }
    }

    private GroupModel group(String name) {
        return session.groups().getGroupByName(realm, null, name);
    }

    private void group(TemplateDifference change) {
        String name = change.item().name();
        GroupModel group = adds(change) ? realm.createGroup(name) : group(name);
        GroupRepresentation said = part(change, GroupRepresentation.class);
        if (said.getDescription() != null) {
            group.setDescription(said.getDescription());
        }
        if (said.getAttributes() != null) {
            said.getAttributes().forEach(group::setAttribute);
        }
    }

    private RoleModel roleOf(TemplateDifference change) {
        JsonNode role = change.to().get(Member.ONLY);
        return role.isTextual()
                ? realm.getRole(role.asText())
                : client(role.path("client").asText()).getRole(role.path("role").asText());
    }

    private void serviceAccountRole(TemplateDifference change) {
        ClientModel client = client(change.item().owner());
        // A client that was made public meanwhile has none.
        var user = session.users().getServiceAccount(client);
        if (user != null) {
            user.grantRole(roleOf(change));
        }
    }

    private void clientScope(TemplateDifference change) {
        if (adds(change)) {
            RepresentationToModel.createClientScope(realm, whole(change, ClientScopeRepresentation.class));
        } else {
            RepresentationToModel.updateClientScope(
                    part(change, ClientScopeRepresentation.class),
                    scope(change.item().name()));
        }
    }

    private void mapper(ProtocolMapperContainerModel owner, TemplateDifference change) {
        if (adds(change)) {
            owner.addProtocolMapper(RepresentationToModel.toModel(whole(change, ProtocolMapperRepresentation.class)));
            return;
        }
        ProtocolMapperModel mapper = owner.getProtocolMappersStream()
                .filter(there -> there.getName().equals(change.item().name()))
                .findFirst()
                .orElseThrow();
        ProtocolMapperModel changed = RepresentationToModel.toModel(
                merged(ModelToRepresentation.toRepresentation(mapper), change, ProtocolMapperRepresentation.class));
        changed.setId(mapper.getId());
        owner.updateProtocolMapper(changed);
    }

    /** What is there, with what is to change. */
    private static <T> T merged(T there, TemplateDifference change, Class<T> type) {
        ObjectNode merged = JsonSerialization.mapper.valueToTree(there);
        merge(merged, change);
        return read(merged, type);
    }

    private static void merge(ObjectNode there, TemplateDifference change) {
        change.to().forEach((member, value) -> {
            if (member.entry() == null) {
                there.set(member.name(), value);
            } else {
                there.withObjectProperty(member.name()).set(member.entry(), value);
            }
        });
    }

    private void authenticatorConfig(TemplateDifference change) {
        if (adds(change)) {
            realm.addAuthenticatorConfig(
                    RepresentationToModel.toModel(whole(change, AuthenticatorConfigRepresentation.class)));
            return;
        }
        AuthenticatorConfigModel config =
                realm.getAuthenticatorConfigByAlias(change.item().name());
        AuthenticatorConfigModel changed = RepresentationToModel.toModel(merged(
                ModelToRepresentation.toRepresentation(config), change, AuthenticatorConfigRepresentation.class));
        changed.setId(config.getId());
        realm.updateAuthenticatorConfig(changed);
    }

    private void flow(TemplateDifference change) {
        if (adds(change)) {
            realm.addAuthenticationFlow(
                    RepresentationToModel.toModel(whole(change, AuthenticationFlowRepresentation.class)));
            return;
        }
        String description =
                part(change, AuthenticationFlowRepresentation.class).getDescription();
        if (description != null) {
            AuthenticationFlowModel flow = realm.getFlowByAlias(change.item().name());
            flow.setDescription(description);
            realm.updateAuthenticationFlow(flow);
        }
    }

    /** Steps that are there keep their ids, which sign-ins that are under way have in their addresses. */
    private void steps(TemplateDifference change) {
        List<AuthenticationExecutionExportRepresentation> wanted =
                part(change, AuthenticationFlowRepresentation.class).getAuthenticationExecutions();
        if (wanted == null) {
            return;
        }
        AuthenticationFlowModel flow = realm.getFlowByAlias(change.item().name());
        List<AuthenticationExecutionModel> before = new ArrayList<>(
                realm.getAuthenticationExecutionsStream(flow.getId()).toList());
        for (AuthenticationExecutionExportRepresentation said : wanted) {
            AuthenticationExecutionModel step = step(flow, said);
            AuthenticationExecutionModel same = before.stream()
                    .filter(there -> Objects.equals(there.getAuthenticator(), step.getAuthenticator())
                            && Objects.equals(there.getFlowId(), step.getFlowId()))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                realm.addAuthenticatorExecution(step);
            } else {
                before.remove(same);
                step.setId(same.getId());
                realm.updateAuthenticatorExecution(step);
            }
        }
        before.forEach(realm::removeAuthenticatorExecution);
    }

    private AuthenticationExecutionModel step(
            AuthenticationFlowModel flow, AuthenticationExecutionExportRepresentation said) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setParentFlow(flow.getId());
        step.setAuthenticator(said.getAuthenticator());
        step.setAuthenticatorFlow(said.isAuthenticatorFlow());
        step.setRequirement(AuthenticationExecutionModel.Requirement.valueOf(said.getRequirement()));
        if (said.getPriority() != null) {
            step.setPriority(said.getPriority());
        }
        if (said.getFlowAlias() != null) {
            step.setFlowId(realm.getFlowByAlias(said.getFlowAlias()).getId());
        }
        if (said.getAuthenticatorConfig() != null) {
            step.setAuthenticatorConfig(realm.getAuthenticatorConfigByAlias(said.getAuthenticatorConfig())
                    .getId());
        }
        return step;
    }

    private void client(TemplateDifference change) {
        ClientModel client = client(change.item().name());
        if (client == null) {
            ClientRepresentation whole = whole(change, ClientRepresentation.class);
            if (whole.getAuthenticationFlowBindingOverrides() != null) {
                whole.getAuthenticationFlowBindingOverrides()
                        .replaceAll((binding, alias) -> realm.getFlowByAlias(alias) == null
                                ? null
                                : realm.getFlowByAlias(alias).getId());
            }
            client = RepresentationToModel.createClient(session, realm, whole);
        } else {
            ClientRepresentation said = part(change, ClientRepresentation.class);
            // Without them Keycloak takes the client for renamed, and derives the origins from the redirect URIs.
            said.setClientId(client.getClientId());
            said.setWebOrigins(List.copyOf(client.getWebOrigins()));
            RepresentationToModel.updateClient(said, client, session);
        }
        if (client.isServiceAccountsEnabled()) {
            new ClientManager(new RealmManager(session)).enableServiceAccount(client);
        }
    }

    private void clientsScope(TemplateDifference change) {
        ClientModel client = client(change.item().owner());
        ClientScopeModel scope = scope(change.item().name());
        client.removeClientScope(scope);
        client.addClientScope(scope, isDefault(change));
    }

    private void realmsScope(TemplateDifference change) {
        ClientScopeModel scope = scope(change.item().name());
        realm.removeDefaultClientScope(scope);
        realm.addDefaultClientScope(scope, isDefault(change));
    }

    private static boolean isDefault(TemplateDifference change) {
        return change.to().get(Member.ONLY).asText().equals("default");
    }

    private void requiredAction(TemplateDifference change) {
        if (adds(change)) {
            RequiredActionProviderRepresentation said = whole(change, RequiredActionProviderRepresentation.class);
            realm.addRequiredActionProvider(model(said));
            return;
        }
        RequiredActionProviderModel there =
                realm.getRequiredActionProviderByAlias(change.item().name());
        RequiredActionProviderModel changed = model(merged(
                ModelToRepresentation.toRepresentation(there), change, RequiredActionProviderRepresentation.class));
        changed.setId(there.getId());
        realm.updateRequiredActionProvider(changed);
    }

    private static RequiredActionProviderModel model(RequiredActionProviderRepresentation said) {
        RequiredActionProviderModel model = new RequiredActionProviderModel();
        model.setAlias(said.getAlias());
        model.setName(said.getName());
        model.setProviderId(said.getProviderId());
        model.setEnabled(said.isEnabled());
        model.setDefaultAction(said.isDefaultAction());
        model.setPriority(said.getPriority());
        model.setConfig(said.getConfig());
        return model;
    }

    private void userProfile(List<TemplateDifference> changes) {
        if (changes.isEmpty()) {
            return;
        }
        UserProfileProvider profile = session.getProvider(UserProfileProvider.class);
        ObjectNode config = JsonSerialization.mapper.valueToTree(profile.getConfiguration());
        changes.forEach(change -> {
            if (change.item().kind() == Kind.USER_PROFILE) {
                config.set(change.item().name(), change.to().get(Member.ONLY));
            } else {
                named(config, change.item().kind() == Kind.USER_PROFILE_GROUP ? "groups" : "attributes", change);
            }
        });
        profile.setConfiguration(read(config, UPConfig.class));
    }

    /** Puts what is said into the list of a member, whose items have names. */
    private void named(ObjectNode object, String list, TemplateDifference change) {
        ArrayNode items = object.withArrayProperty(list);
        for (JsonNode item : items) {
            if (item.path("name").asText().equals(change.item().name())) {
                merge((ObjectNode) item, change);
                return;
            }
        }
        items.add(template.get(change.item()).whole());
    }

    /** As the Admin API updates a realm: by all that it is, with what is to change. */
    private void realm(List<TemplateDifference> changes) {
        if (changes.isEmpty()) {
            return;
        }
        ObjectNode all =
                JsonSerialization.mapper.valueToTree(ModelToRepresentation.toRepresentation(session, realm, false));
        // Secrets are masked in it, and the rest is for the operator alone.
        all.remove(List.of("smtpServer", "realm", "id", "enabled", "notBefore", "defaultGroups"));
        changes.forEach(change -> {
            JsonNode value = change.to().get(Member.ONLY);
            switch (change.item().kind()) {
                case REALM_ATTRIBUTE ->
                    all.withObjectProperty("attributes").set(change.item().name(), value);
                case CLIENT_PROFILE -> named(all.withObjectProperty("clientProfiles"), "profiles", change);
                case CLIENT_POLICY -> named(all.withObjectProperty("clientPolicies"), "policies", change);
                default -> all.set(change.item().name(), value);
            }
        });
        RepresentationToModel.updateRealm(read(all, RealmRepresentation.class), realm, session);
    }
}
