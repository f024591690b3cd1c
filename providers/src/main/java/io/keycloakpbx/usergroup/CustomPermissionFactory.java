package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import io.keycloakpbx.keycloak.RefusedComponent;
import io.keycloakpbx.store.RowLock;
import java.util.List;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Says what a custom permission is made of, and holds it to its rules on whichever way it comes. */
public final class CustomPermissionFactory
        implements ComponentFactory<CustomPermissionProvider, CustomPermissionProvider>,
                PlainProviderFactory<CustomPermissionProvider> {

    @Override
    public CustomPermissionProvider create(KeycloakSession session, ComponentModel model) {
        return null;
    }

    @Override
    public CustomPermissionProvider create(KeycloakSession session) {
        return null;
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel component) {
        // Of two that are written at once the second finds the first, which a cache would not tell.
        RowLock.realm(session, realm.getId());
        List<CustomPermission> others = new PermissionRows(session, realm)
                .customPermissions().stream()
                        .filter(other -> !other.componentId().equals(component.getId()))
                        .toList();
        try {
            CustomPermissionRules.check(component, others);
        } catch (PermissionException e) {
            throw RefusedComponent.because(session, realm, e.getMessage());
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(
                text(CustomPermission.LABEL, "Label", "What people read; no other permission of the realm has it"),
                text(CustomPermission.DESCRIPTION, "Description", "What it is for"),
                new ProviderConfigProperty(
                        CustomPermission.DEFAULT_VALUE,
                        "Enabled by default",
                        "Whether a user has it where neither the user nor a group says anything",
                        ProviderConfigProperty.BOOLEAN_TYPE,
                        false));
    }

    private static ProviderConfigProperty text(String name, String label, String help) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.STRING_TYPE, null);
    }

    @Override
    public String getHelpText() {
        return "A permission that only this realm has";
    }

    @Override
    public String getId() {
        return CustomPermission.PROVIDER_ID;
    }
}
