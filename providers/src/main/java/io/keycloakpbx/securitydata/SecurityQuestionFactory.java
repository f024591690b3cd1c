package io.keycloakpbx.securitydata;

import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** A security question: a component of the realm, whose name is the question. */
public final class SecurityQuestionFactory extends SecurityDataItemFactory {

    static final String ID = "security-question";
    private static final int MOST = 200;

    public SecurityQuestionFactory() {
        super("A security question", MOST);
    }

    @Override
    void check(RealmModel realm, ComponentModel component) {
        ItemRules.name("The question", component);
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public String getHelpText() {
        return "A question that users can be asked for";
    }

    @Override
    public String getId() {
        return ID;
    }
}
