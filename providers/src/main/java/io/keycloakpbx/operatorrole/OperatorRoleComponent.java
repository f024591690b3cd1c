package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.BaseRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * How a component keeps what a custom role means. Keycloak keeps the values of a setting in no order, so lists are read in one.
 * A custom permission without a value refers to the realm's own permission of its id.
 */
final class OperatorRoleComponent {

    static final String PROVIDER_ID = "operator-role";
    static final String BASE_ROLES = "baseRoles";
    static final String PERMISSIONS = "permissions";
    static final String DISALLOW_PERMISSIONS = "disallowPermissions";
    static final String CUSTOM_PERMISSIONS = "customPermissions";
    static final String DISABLED = "disabled";
    static final String INACTIVE = "inactive";

    private static final Comparator<TimedPermission> ORDER = Comparator.comparing(
                    TimedPermission::value, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(TimedPermission::id, Comparator.nullsFirst(Comparator.naturalOrder()));

    private OperatorRoleComponent() {}

    static boolean is(ComponentModel component) {
        return OperatorComponentProvider.class.getName().equals(component.getProviderType())
                && PROVIDER_ID.equals(component.getProviderId());
    }

    static Stream<ComponentModel> of(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), OperatorComponentProvider.class.getName())
                .filter(OperatorRoleComponent::is);
    }

    /** The component of a role, which says that it is a custom one. */
    static Optional<ComponentModel> of(RealmModel realm, RoleModel role) {
        return role.isClientRole()
                ? Optional.empty()
                : Optional.ofNullable(realm.getComponent(role.getId())).filter(OperatorRoleComponent::is);
    }

    /**
     * What a component says of its role; references are left as they are.
     *
     * @throws OperatorRoleException where it cannot be read
     */
    static OperatorRole stored(RoleModel role, ComponentModel component) {
        List<TimedPermission> timed = new ArrayList<>();
        values(component, CUSTOM_PERMISSIONS)
                .map(text -> TimedPermissionText.parse(text)
                        .orElseThrow(() -> OperatorRoleRules.unreadable(CUSTOM_PERMISSIONS)))
                .forEach(timed::add);
        timed.sort(ORDER);
        return new OperatorRole(
                role.getId(),
                role.getName(),
                role.getDescription(),
                inOrder(values(component, BASE_ROLES).toList()),
                values(component, PERMISSIONS).sorted().toList(),
                values(component, DISALLOW_PERMISSIONS).sorted().toList(),
                timed,
                component.get(DISABLED, false),
                component.get(INACTIVE, false));
    }

    /** In the order of the contract; names that are none come last. */
    static List<String> inOrder(List<String> baseRoles) {
        return baseRoles.stream()
                .sorted(Comparator.comparing((String name) ->
                                BaseRole.named(name).map(Enum::ordinal).orElse(Integer.MAX_VALUE))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static Stream<String> values(ComponentModel component, String setting) {
        List<String> values = component.getConfig().get(setting);
        return values == null ? Stream.empty() : values.stream();
    }

    /** The component of a role, by the role's id. */
    static ComponentModel component(RealmModel realm, OperatorRole role) {
        ComponentModel component = new ComponentModel();
        component.setId(role.id());
        component.setName(role.name());
        component.setProviderType(OperatorComponentProvider.class.getName());
        component.setProviderId(PROVIDER_ID);
        component.setParentId(realm.getId());
        put(component, BASE_ROLES, role.baseRoles());
        put(component, PERMISSIONS, role.permissions());
        put(component, DISALLOW_PERMISSIONS, role.disallowPermissions());
        put(component, role.customPermissions());
        component.put(DISABLED, role.disabled());
        component.put(INACTIVE, role.inactive());
        return component;
    }

    /** Writes custom permissions in the one form in which the database is asked for them. */
    static void put(ComponentModel component, List<TimedPermission> customPermissions) {
        put(
                component,
                CUSTOM_PERMISSIONS,
                customPermissions.stream().map(TimedPermissionText::of).toList());
    }

    private static void put(ComponentModel component, String setting, List<String> values) {
        if (!values.isEmpty()) {
            component.getConfig().put(setting, new ArrayList<>(values));
        }
    }
}
