package io.keycloakpbx.securitydata;

import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** An application: a component of the realm, whose name is the code that clients name it by. */
public final class ApplicationFactory extends SecurityDataItemFactory {

    static final String ID = "application";
    static final String NAME = "name";
    static final String DESCRIPTION = "description";
    static final String APP_TRAY_LINK_BEHAVIOR = "appTrayLinkBehavior";
    static final String REQUIRES_SECURITY_ACCESS = "requiresSecurityAccess";
    static final String PERMISSIONS = "permissions";
    private static final int MOST = 1000;

    public ApplicationFactory() {
        super("An application", MOST);
    }

    @Override
    void check(RealmModel realm, ComponentModel component) {
        ItemRules.name("The code of an application", component);
        ItemRules.optionalName(component, NAME);
        ItemRules.description(component, DESCRIPTION);
        ItemRules.oneOf(component, APP_TRAY_LINK_BEHAVIOR, List.of("0", "1"));
        ItemRules.truth(component, REQUIRES_SECURITY_ACCESS);
        ItemRules.names(component, PERMISSIONS);
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(
                text(NAME, "Name", "What people read; the code where it is empty"),
                text(DESCRIPTION, "Description", "What the application is for"),
                new ProviderConfigProperty(
                        APP_TRAY_LINK_BEHAVIOR,
                        "Link",
                        "0 opens it where the user is, 1 in a new tab",
                        ProviderConfigProperty.LIST_TYPE,
                        "0",
                        "0",
                        "1"),
                new ProviderConfigProperty(
                        REQUIRES_SECURITY_ACCESS,
                        "Requires permissions",
                        "Whether a user needs the permissions",
                        ProviderConfigProperty.BOOLEAN_TYPE,
                        true),
                new ProviderConfigProperty(
                        PERMISSIONS,
                        "Permissions",
                        "The names of the permissions that a user needs all of",
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        null));
    }

    @Override
    public String getHelpText() {
        return "An application that clients are instances of";
    }

    @Override
    public String getId() {
        return ID;
    }
}
