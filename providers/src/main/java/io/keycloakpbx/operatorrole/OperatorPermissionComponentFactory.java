package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.ModelGuard;
import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** A permission of a realm's own, which its custom roles refer to. */
public final class OperatorPermissionComponentFactory extends OperatorComponentFactory {

    @Override
    void check(KeycloakSession session, RealmModel realm, ComponentModel component) {
        TimedPermission stored = OperatorPermissionComponent.stored(component);
        OperatorRoleRules.check(stored);
        OperatorPermissionComponent.put(component, stored);
    }

    @Override
    public void onCreate(KeycloakSession session, RealmModel realm, ComponentModel model) {
        ModelGuard.watch(session, realm);
    }

    @Override
    public void onUpdate(KeycloakSession session, RealmModel realm, ComponentModel before, ComponentModel after) {
        ModelGuard.watch(session, realm);
    }

    /** One that takes something away must not go in silence from the roles that refer to it. */
    @Override
    public void preRemove(KeycloakSession session, RealmModel realm, ComponentModel model) {
        if (new OperatorRoleRows(session, realm).isReferredTo(model.getId())) {
            throw new ModelValidationException(OperatorRoleRules.IN_USE);
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(new ProviderConfigProperty(
                OperatorPermissionComponent.PERMISSION,
                "Permission",
                "What it allows or takes away, a JSON text",
                ProviderConfigProperty.STRING_TYPE,
                null));
    }

    @Override
    public String getHelpText() {
        return "A permission that only this realm has";
    }

    @Override
    public String getId() {
        return OperatorPermissionComponent.PROVIDER_ID;
    }
}
