package io.keycloakpbx.secondfactor;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Sends codes by the mail server of the realm. */
public final class MailedEmailCodeProviderFactory implements EmailCodeProviderFactory {

    @Override
    public EmailCodeProvider create(KeycloakSession session) {
        return new MailedEmailCodeProvider(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "mail";
    }
}
