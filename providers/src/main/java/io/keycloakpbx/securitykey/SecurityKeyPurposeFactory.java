package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.RefusedComponent;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Makes {@link SecurityKeyPurpose}s of the realm's components and checks what administrators configure. */
public final class SecurityKeyPurposeFactory implements ComponentFactory<SecurityKeyPurpose, SecurityKeyPurpose> {

    static final String ID = "pbx-security-key-purpose";

    private static final List<ProviderConfigProperty> PROPERTIES = ProviderConfigurationBuilder.create()
            .property()
            .name(SecurityKeyPurpose.MAX_LIFE_SPAN)
            .label("Maximum life")
            .helpText("The longest life of a key, in seconds. Empty: the server's.")
            .type(ProviderConfigProperty.STRING_TYPE)
            .add()
            .property()
            .name(SecurityKeyPurpose.ACTIONS)
            .label("Actions")
            .helpText("What keys may open: SIGN_IN, aliases of required actions, or only NONE. Empty: everything.")
            .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
            .add()
            .property()
            .name(SecurityKeyPurpose.ISSUE_ROLE)
            .label("Role of issuers")
            .helpText("A role that issuers must have besides issue-security-keys.")
            .type(ProviderConfigProperty.ROLE_TYPE)
            .add()
            .property()
            .name(SecurityKeyPurpose.VALIDATE_ROLE)
            .label("Role of validators")
            .helpText("A role that validators must have besides validate-security-keys.")
            .type(ProviderConfigProperty.ROLE_TYPE)
            .add()
            .build();

    @Override
    public SecurityKeyPurpose create(KeycloakSession session, ComponentModel model) {
        return new SecurityKeyPurpose(model);
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            check(session, realm, model);
        } catch (ComponentValidationException e) {
            throw RefusedComponent.because(session, realm, e.getMessage());
        }
    }

    private static void check(KeycloakSession session, RealmModel realm, ComponentModel model) {
        String name = model.getName();
        if (name == null || name.isEmpty() || name.length() > SecurityKeyProvider.MAX_PURPOSE) {
            throw new ComponentValidationException(
                    "The name is the purpose: 1 to " + SecurityKeyProvider.MAX_PURPOSE + " characters");
        }
        boolean taken = realm.getComponentsStream(realm.getId(), SecurityKeyPurpose.class.getName())
                .anyMatch(
                        other -> name.equals(other.getName()) && !other.getId().equals(model.getId()));
        if (taken) {
            throw new ComponentValidationException("The realm has this purpose already");
        }
        requireSeconds(model.get(SecurityKeyPurpose.MAX_LIFE_SPAN));
        requireActions(realm, model.getConfig().getList(SecurityKeyPurpose.ACTIONS));
        requireRole(session, realm, model.get(SecurityKeyPurpose.ISSUE_ROLE));
        requireRole(session, realm, model.get(SecurityKeyPurpose.VALIDATE_ROLE));
    }

    private static void requireSeconds(String text) {
        if (text != null
                && !text.isBlank()
                && !SecurityKeyPurpose.SECONDS.matcher(text).matches()) {
            throw new ComponentValidationException("maxLifeSpan must be a whole number of seconds from 1 to 999999999");
        }
    }

    private static void requireActions(RealmModel realm, List<String> actions) {
        for (String action : actions) {
            RequiredActionProviderModel requiredAction = realm.getRequiredActionProviderByAlias(action);
            if (requiredAction == null
                    && !action.equals(SecurityKeyAction.SIGN_IN)
                    && !action.equals(SecurityKeyPurpose.NO_ACTION)) {
                throw new ComponentValidationException("The realm has no required action of this alias", action);
            }
        }
        if (actions.contains(SecurityKeyPurpose.NO_ACTION) && actions.size() > 1) {
            throw new ComponentValidationException("NONE stands alone");
        }
    }

    private static void requireRole(KeycloakSession session, RealmModel realm, String role) {
        if (role != null && !role.isBlank() && KeycloakModelUtils.getRoleFromString(session, realm, role) == null) {
            throw new ComponentValidationException("The realm has no such role", role);
        }
    }

    @Override
    public String getHelpText() {
        return "The rules of one purpose of security keys; the component's name is the purpose, * stands for all others.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
