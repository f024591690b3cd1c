package io.keycloakpbx.tenant;

import io.keycloakpbx.tenant.TemplateItem.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.RolesRepresentation;
import org.keycloak.representations.idm.ScopeMappingRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.util.JsonSerialization;

/** What a realm says of the items of a template, as far as a template asks: no users, no groups and no clients besides. */
final class TenantItems {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Set<TemplateItem> asked = new LinkedHashSet<>();

    private TenantItems(KeycloakSession session, RealmModel realm, Map<TemplateItem, TemplateValue> template) {
        this.session = session;
        this.realm = realm;
        template.forEach((item, value) -> {
            asked.add(item);
            asked.addAll(value.needs());
        });
    }

    /** The session's context is bound to the realm. */
    static Map<TemplateItem, TemplateValue> of(
            KeycloakSession session, RealmModel realm, Map<TemplateItem, TemplateValue> template) {
        Map<TemplateItem, TemplateValue> items =
                TemplateItems.of(new TenantItems(session, realm, template).representation());
        items.putAll(TemplateItems.ofUserProfile(JsonSerialization.mapper.valueToTree(
                session.getProvider(UserProfileProvider.class).getConfiguration())));
        return items;
    }

    private RealmRepresentation representation() {
        RealmRepresentation all = ModelToRepresentation.toRepresentation(session, realm, false);
        ModelToRepresentation.exportAuthenticationFlows(session, realm, all);
        ModelToRepresentation.exportRequiredActions(realm, all);
        Map<String, ClientScopeModel> scopes = realm.getClientScopesStream()
                .collect(Collectors.toMap(ClientScopeModel::getName, Function.identity(), (one, other) -> one));
        all.setClientScopes(names(Kind.CLIENT_SCOPE)
                .map(scopes::get)
                .filter(Objects::nonNull)
                .map(ModelToRepresentation::toRepresentation)
                .toList());
        all.setDefaultDefaultClientScopes(defaultScopes(true));
        all.setDefaultOptionalClientScopes(defaultScopes(false));
        List<ClientModel> clients = names(Kind.CLIENT)
                .map(realm::getClientByClientId)
                .filter(Objects::nonNull)
                .toList();
        all.setClients(clients.stream()
                .map(client -> ModelToRepresentation.toRepresentation(client, session))
                .toList());
        all.setRoles(roles());
        all.setGroups(names(Kind.GROUP)
                .map(name -> session.groups().getGroupByName(realm, null, name))
                .filter(Objects::nonNull)
                .map(group -> ModelToRepresentation.toRepresentation(group, true))
                .toList());
        addScopeMappings(clients, all);
        all.setUsers(serviceAccounts());
        return all;
    }

    private Stream<String> names(Kind kind) {
        return asked.stream().filter(item -> item.kind() == kind).map(TemplateItem::name);
    }

    private List<String> defaultScopes(boolean byDefault) {
        return realm.getDefaultClientScopesStream(byDefault)
                .map(ClientScopeModel::getName)
                .toList();
    }

    private RolesRepresentation roles() {
        RolesRepresentation roles = new RolesRepresentation();
        Set<String> withComposites = asked.stream()
                .filter(item -> item.kind() == Kind.COMPOSITE_ROLE)
                .map(TemplateItem::owner)
                .collect(Collectors.toSet());
        List<RoleRepresentation> ofRealm = new ArrayList<>();
        names(Kind.REALM_ROLE)
                .map(realm::getRole)
                .filter(Objects::nonNull)
                .forEach(role -> ofRealm.add(representation(role, withComposites.contains(role.getName()))));
        if (names(Kind.DEFAULT_ROLE).findAny().isPresent()) {
            ofRealm.add(representation(realm.getDefaultRole(), true));
        }
        roles.setRealm(ofRealm);
        Map<String, List<RoleRepresentation>> ofClients = new HashMap<>();
        asked.stream().filter(item -> item.kind() == Kind.CLIENT_ROLE).forEach(item -> {
            ClientModel client = realm.getClientByClientId(item.owner());
            RoleModel role = client == null ? null : client.getRole(item.name());
            if (role != null) {
                ofClients.computeIfAbsent(item.owner(), id -> new ArrayList<>()).add(representation(role, false));
            }
        });
        roles.setClient(ofClients);
        return roles;
    }

    private static RoleRepresentation representation(RoleModel role, boolean withComposites) {
        RoleRepresentation all = ModelToRepresentation.toRepresentation(role);
        if (withComposites) {
            all.setComposites(new RoleRepresentation.Composites());
            Names names = Names.of(role.getCompositesStream());
            all.getComposites().setRealm(Set.copyOf(names.ofRealm()));
            all.getComposites().setClient(names.ofClients());
        }
        return all;
    }

    private void addScopeMappings(List<ClientModel> clients, RealmRepresentation all) {
        Set<String> owners = asked.stream()
                .filter(item -> item.kind() == Kind.SCOPE_MAPPING)
                .map(TemplateItem::owner)
                .collect(Collectors.toSet());
        clients.stream().filter(client -> owners.contains(client.getClientId())).forEach(client -> {
            Names names = Names.of(client.getScopeMappingsStream());
            names.ofRealm().forEach(all.clientScopeMapping(client.getClientId())::role);
            Map<String, List<ScopeMappingRepresentation>> mappings =
                    all.getClientScopeMappings() == null ? new HashMap<>() : all.getClientScopeMappings();
            names.ofClients().forEach((of, ofClient) -> {
                ScopeMappingRepresentation mapping = new ScopeMappingRepresentation();
                mapping.setClient(client.getClientId());
                mapping.setRoles(Set.copyOf(ofClient));
                mappings.computeIfAbsent(of, id -> new ArrayList<>()).add(mapping);
            });
            all.setClientScopeMappings(mappings);
        });
    }

    private List<UserRepresentation> serviceAccounts() {
        return asked.stream()
                .filter(item -> item.kind() == Kind.SERVICE_ACCOUNT_ROLE)
                .map(TemplateItem::owner)
                .distinct()
                .map(realm::getClientByClientId)
                .filter(Objects::nonNull)
                .map(this::serviceAccount)
                .filter(Objects::nonNull)
                .toList();
    }

    private UserRepresentation serviceAccount(ClientModel client) {
        UserModel user = session.users().getServiceAccount(client);
        if (user == null) {
            return null;
        }
        UserRepresentation all = new UserRepresentation();
        all.setServiceAccountClientId(client.getClientId());
        Names names = Names.of(user.getRoleMappingsStream());
        all.setRealmRoles(names.ofRealm());
        all.setClientRoles(names.ofClients());
        return all;
    }

    /** Roles by their names, as realm files have them. */
    private record Names(List<String> ofRealm, Map<String, List<String>> ofClients) {

        static Names of(Stream<RoleModel> roles) {
            Names names = new Names(new ArrayList<>(), new HashMap<>());
            roles.forEach(role -> {
                if (role.getContainer() instanceof ClientModel client) {
                    names.ofClients
                            .computeIfAbsent(client.getClientId(), id -> new ArrayList<>())
                            .add(role.getName());
                } else {
                    names.ofRealm.add(role.getName());
                }
            });
            return names;
        }
    }
}
