package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.AdministrationRealm;
import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** A company: a component of the administration realm, whose name is the code that realms name it by. */
public final class CompanyFactory extends SecurityDataItemFactory {

    public static final String ID = "company";
    static final String NAME = "name";
    static final String DESCRIPTION = "description";
    private static final int MOST = 5000;

    public CompanyFactory() {
        super("A company", MOST);
    }

    @Override
    void check(RealmModel realm, ComponentModel component) {
        if (!AdministrationRealm.NAME.equals(realm.getName())) {
            throw new ItemRules.BrokenException("Companies are kept in realm " + AdministrationRealm.NAME
                    + ", for all realms; here the attribute pbx.company names one");
        }
        ItemRules.name("The code of a company", component);
        ItemRules.optionalName(component, NAME);
        ItemRules.description(component, DESCRIPTION);
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(
                text(NAME, "Name", "What people read; the code where it is empty"),
                text(DESCRIPTION, "Description", "What the company is"));
    }

    @Override
    public String getHelpText() {
        return "A company that realms belong to";
    }

    @Override
    public String getId() {
        return ID;
    }
}
