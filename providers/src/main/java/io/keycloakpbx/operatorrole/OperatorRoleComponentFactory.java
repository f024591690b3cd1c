package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.BaseRole;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.role.ModelGuard;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleContainerModel.RoleRemovedEvent;
import org.keycloak.models.RoleModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What a custom role means: a component with the id of the realm role. Neither is there without the other, and the role
 * contains the base roles that the component names while it is on.
 */
public final class OperatorRoleComponentFactory extends OperatorComponentFactory {

    /** The session's note of a role whose component goes because the role does. */
    private static final String GOING = OperatorRoleComponentFactory.class.getName() + ".going.";

    @Override
    void check(KeycloakSession session, RealmModel realm, ComponentModel component) {
        RoleModel role = role(realm, component);
        if (role == null) {
            throw refused("There is no realm role with the id or name of this custom role");
        }
        if (BaseRole.named(role.getName()).isPresent()
                || BuiltInRole.named(role.getName()).isPresent()
                || role.equals(realm.getDefaultRole())) {
            throw refused("Role " + role.getName() + " is built in and cannot be a custom role");
        }
        // A file without ids, or with ids of another realm, names the role.
        component.setId(role.getId());
        OperatorRole stored = OperatorRoleComponent.stored(role, component);
        OperatorRoleRules.check(stored);
        OperatorRoleComponent.put(component, stored.customPermissions());
    }

    private static RoleModel role(RealmModel realm, ComponentModel component) {
        RoleModel role = component.getId() == null ? null : realm.getRoleById(component.getId());
        if (role == null && component.getName() != null) {
            role = realm.getRole(component.getName());
        }
        return role == null || role.isClientRole() ? null : role;
    }

    @Override
    public void onCreate(KeycloakSession session, RealmModel realm, ComponentModel model) {
        writeComposites(session, realm, model);
    }

    @Override
    public void onUpdate(KeycloakSession session, RealmModel realm, ComponentModel before, ComponentModel after) {
        writeComposites(session, realm, after);
    }

    private static void writeComposites(KeycloakSession session, RealmModel realm, ComponentModel component) {
        RoleModel role = realm.getRoleById(component.getId());
        if (role == null) {
            throw new ModelException("The role has been removed");
        }
        OperatorRole stored = OperatorRoleComponent.stored(role, component);
        Set<String> wanted = stored.isOn() ? Set.copyOf(stored.baseRoles()) : Set.of();
        Set<RoleModel> there = role.getCompositesStream()
                .filter(contained -> BaseRole.of(contained).isPresent())
                .collect(Collectors.toSet());
        there.stream()
                .filter(contained -> !wanted.contains(contained.getName()))
                .forEach(role::removeCompositeRole);
        wanted.stream()
                .flatMap(name -> BaseRole.named(name).stream())
                .flatMap(base -> base.in(realm).stream())
                .filter(base -> !there.contains(base))
                .forEach(role::addCompositeRole);
        ModelGuard.watch(session, realm);
    }

    @Override
    public void preRemove(KeycloakSession session, RealmModel realm, ComponentModel model) {
        if (session.getAttribute(GOING + model.getId()) == null) {
            RoleModel role = realm.getRoleById(model.getId());
            if (role != null) {
                realm.removeRole(role);
            }
        }
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RoleRemovedEvent removed
                    && removed.getRole().getContainer() instanceof RealmModel realm) {
                onRoleRemoved(
                        removed.getKeycloakSession(),
                        realm.getId(),
                        removed.getRole().getId());
            }
        });
    }

    private static void onRoleRemoved(KeycloakSession session, String realmId, String roleId) {
        // The one that the session's caches know.
        RealmModel realm = session.realms().getRealm(realmId);
        ComponentModel component = realm == null ? null : realm.getComponent(roleId);
        if (component != null && OperatorRoleComponent.is(component)) {
            session.setAttribute(GOING + roleId, true);
            realm.removeComponent(component);
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(
                texts(OperatorRoleComponent.BASE_ROLES, "Base roles", "The base roles that it contains"),
                texts(OperatorRoleComponent.PERMISSIONS, "Permissions", "What it allows"),
                texts(OperatorRoleComponent.DISALLOW_PERMISSIONS, "Disallowed permissions", "What it takes away"),
                texts(
                        OperatorRoleComponent.CUSTOM_PERMISSIONS,
                        "Custom permissions",
                        "What it allows or takes away for a time, each a JSON text"),
                truth(OperatorRoleComponent.DISABLED, "Disabled", "Whether it is switched off"),
                truth(OperatorRoleComponent.INACTIVE, "Inactive", "Whether it is not in use"));
    }

    private static ProviderConfigProperty texts(String name, String label, String help) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.MULTIVALUED_STRING_TYPE, null);
    }

    private static ProviderConfigProperty truth(String name, String label, String help) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.BOOLEAN_TYPE, false);
    }

    @Override
    public String getHelpText() {
        return "What a custom role of operators means";
    }

    @Override
    public String getId() {
        return OperatorRoleComponent.PROVIDER_ID;
    }
}
