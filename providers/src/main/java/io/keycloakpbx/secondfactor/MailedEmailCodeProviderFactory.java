package io.keycloakpbx.secondfactor;

import org.keycloak.models.KeycloakSession;

/** Sends codes by the mail server of the realm. */
public final class MailedEmailCodeProviderFactory implements EmailCodeProviderFactory {

    @Override
    public EmailCodeProvider create(KeycloakSession session) {
        return new MailedEmailCodeProvider(session);
    }

    @Override
    public String getId() {
        return "mail";
    }
}
