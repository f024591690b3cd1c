package io.keycloakpbx.operatorrole;

import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/** How a component keeps a permission of a realm's own. */
final class OperatorPermissionComponent {

    static final String PROVIDER_ID = "operator-permission";
    static final String PERMISSION = "permission";

    private OperatorPermissionComponent() {}

    static boolean is(ComponentModel component) {
        return OperatorComponentProvider.class.getName().equals(component.getProviderType())
                && PROVIDER_ID.equals(component.getProviderId());
    }

    static Stream<ComponentModel> of(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), OperatorComponentProvider.class.getName())
                .filter(OperatorPermissionComponent::is);
    }

    /**
     * What a component says.
     *
     * @throws OperatorRoleException where it says nothing that can be read
     */
    static TimedPermission stored(ComponentModel component) {
        return TimedPermissionText.parse(component.get(PERMISSION))
                .orElseThrow(() -> OperatorRoleRules.unreadable(PERMISSION))
                .withId(component.getId());
    }

    /** A component of a permission, which may be a new one. */
    static ComponentModel component(RealmModel realm, TimedPermission permission) {
        ComponentModel component = new ComponentModel();
        component.setId(permission.id());
        component.setName(PERMISSION);
        component.setProviderType(OperatorComponentProvider.class.getName());
        component.setProviderId(PROVIDER_ID);
        component.setParentId(realm.getId());
        put(component, permission);
        return component;
    }

    /** Writes a permission in the one form in which the database is asked for it. */
    static void put(ComponentModel component, TimedPermission permission) {
        component.put(PERMISSION, TimedPermissionText.of(permission.withId(null)));
    }
}
