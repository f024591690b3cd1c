package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import io.keycloakpbx.keycloak.RefusedComponent;
import io.keycloakpbx.store.RowLock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Holds what components of security data say to its rules, on whichever way it comes. */
public abstract sealed class SecurityDataItemFactory
        implements ComponentFactory<SecurityDataItemProvider, SecurityDataItemProvider>,
                PlainProviderFactory<SecurityDataItemProvider>
        permits CompanyFactory, ApplicationFactory, SecurityQuestionFactory {

    private static final String TYPE = SecurityDataItemProvider.class.getName();

    private final String what;
    private final int most;

    /**
     * A factory of components.
     *
     * @param what one of them is called
     * @param most how many a realm may have
     */
    SecurityDataItemFactory(String what, int most) {
        this.what = what;
        this.most = most;
    }

    /** The components of a realm that one factory is for, as the session knows them, by name. */
    static List<ComponentModel> of(RealmModel realm, String providerId) {
        return realm.getComponentsStream(realm.getId(), TYPE)
                .filter(component -> providerId.equals(component.getProviderId()))
                .sorted(Comparator.comparing(ComponentModel::getName))
                .toList();
    }

    @Override
    public final SecurityDataItemProvider create(KeycloakSession session, ComponentModel model) {
        return null;
    }

    @Override
    public final SecurityDataItemProvider create(KeycloakSession session) {
        return null;
    }

    @Override
    public final void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel component) {
        try {
            if (component.getParentId() != null && !component.getParentId().equals(realm.getId())) {
                throw new ItemRules.BrokenException(what + " belongs to its realm: leave parentId out");
            }
            check(realm, component);
            requireFree(session, realm, component);
        } catch (ItemRules.BrokenException e) {
            throw RefusedComponent.because(session, realm, e.getMessage());
        }
    }

    /**
     * Checks a component that Keycloak is to keep, but for what others there are.
     *
     * @throws ItemRules.BrokenException where it breaks a rule
     */
    abstract void check(RealmModel realm, ComponentModel component);

    private void requireFree(KeycloakSession session, RealmModel realm, ComponentModel component) {
        // Of two that are written at once the second finds the first, which a cache would not tell.
        RowLock.realm(session, realm.getId());
        SecurityDataRows.Others others =
                new SecurityDataRows(session, realm).others(TYPE, getId(), component.getId(), component.getName());
        if (others.sameName() > 0) {
            throw new ItemRules.BrokenException("There is " + what.toLowerCase(Locale.ROOT) + " " + component.getName()
                    + " already; upper and lower case are no difference");
        }
        if (others.all() >= most) {
            throw new ItemRules.BrokenException("A realm has at most " + most + " of these; remove one first");
        }
    }

    static ProviderConfigProperty text(String name, String label, String help) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.STRING_TYPE, null);
    }
}
