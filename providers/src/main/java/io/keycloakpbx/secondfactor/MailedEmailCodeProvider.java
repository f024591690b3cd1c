package io.keycloakpbx.secondfactor;

import java.util.function.Consumer;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Codes by e-mail. */
final class MailedEmailCodeProvider implements EmailCodeProvider {

    private final KeycloakSession session;

    MailedEmailCodeProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public boolean isRequired(RealmModel realm, UserModel user) {
        return new EmailCode(session, realm, user).isRequired();
    }

    @Override
    public int claim(RealmModel realm, UserModel user) {
        return new EmailCode(session, realm, user).claim();
    }

    @Override
    public boolean send(RealmModel realm, UserModel user, ClientModel client, int validSeconds, Consumer<String> keep) {
        return new EmailCode(session, realm, user).send(client, validSeconds, keep);
    }

    @Override
    public void close() {}
}
