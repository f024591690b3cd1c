package io.keycloakpbx.operatorrole;

import io.keycloakpbx.keycloak.AdminTexts;
import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Holds what operators' components say to its rules, on whichever way it comes. */
public abstract sealed class OperatorComponentFactory
        implements ComponentFactory<OperatorComponentProvider, OperatorComponentProvider>,
                PlainProviderFactory<OperatorComponentProvider>
        permits OperatorRoleComponentFactory, OperatorPermissionComponentFactory {

    @Override
    public final OperatorComponentProvider create(KeycloakSession session, ComponentModel model) {
        return null;
    }

    @Override
    public final OperatorComponentProvider create(KeycloakSession session) {
        return null;
    }

    @Override
    public final void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel component) {
        try {
            check(session, realm, component);
        } catch (OperatorRoleException e) {
            throw refused(e.getMessage());
        }
    }

    /**
     * Checks a component that Keycloak is to keep.
     *
     * @throws OperatorRoleException where it breaks a rule
     */
    abstract void check(KeycloakSession session, RealmModel realm, ComponentModel component);

    static ComponentValidationException refused(String message) {
        return new ComponentValidationException(AdminTexts.literal(message));
    }
}
