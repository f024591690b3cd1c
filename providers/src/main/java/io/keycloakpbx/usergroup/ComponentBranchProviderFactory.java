package io.keycloakpbx.usergroup;

import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Branches that are nothing but their settings. */
public final class ComponentBranchProviderFactory implements BranchProviderFactory {

    static final String ID = "branch";

    @Override
    public BranchProvider create(KeycloakSession session, ComponentModel model) {
        return () -> {};
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        BranchRules.validate(session, realm, model);
    }

    @Override
    public String getHelpText() {
        return "A place of the company, where user groups and users are";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        ProviderConfigurationBuilder properties = ProviderConfigurationBuilder.create();
        BranchSettings.CONFIG.forEach(name -> properties
                .property()
                .name(name)
                .type(ProviderConfigProperty.STRING_TYPE)
                .add());
        return properties.build();
    }

    @Override
    public String getId() {
        return ID;
    }
}
