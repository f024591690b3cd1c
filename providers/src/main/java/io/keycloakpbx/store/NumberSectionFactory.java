package io.keycloakpbx.store;

import org.keycloak.models.KeycloakSession;

/** The numbers of a realm's objects, which stay what they are on another server: it has the objects by the same ids or names. */
public final class NumberSectionFactory implements PbxDataSectionFactory {

    @Override
    public PbxDataSection create(KeycloakSession session) {
        return new NumberSection(session.getProvider(NumberProvider.class), new NumberedNames(session));
    }

    @Override
    public String getId() {
        return "numbers";
    }
}
