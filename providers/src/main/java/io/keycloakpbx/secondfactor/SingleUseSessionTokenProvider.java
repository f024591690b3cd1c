package io.keycloakpbx.secondfactor;

import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Session tokens in the store of what may be used once, which all nodes share. */
final class SingleUseSessionTokenProvider implements SessionTokenProvider {

    private final KeycloakSession session;

    SingleUseSessionTokenProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String issue(RealmModel realm, SessionToken.Purpose purpose, UserModel user, ClientModel client) {
        return SessionToken.issue(session, realm, purpose, user, client);
    }

    @Override
    public String issueForMail(RealmModel realm, UserModel user, ClientModel client) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                own -> SessionToken.issue(own, realm, SessionToken.Purpose.PASSWORD_RESET, user, client));
    }

    @Override
    public SecondFactorChallenge challenge(
            RealmModel realm, UserModel user, ClientModel client, boolean passwordShown) {
        return new SecondFactorChallenge(
                SessionToken.issueForSecondFactor(session, realm, user, client, passwordShown));
    }

    @Override
    public String userId(RealmModel realm, SessionToken.Purpose purpose, String token, ClientModel client) {
        return SessionToken.userId(session, realm, purpose, token, client);
    }

    @Override
    public SessionToken take(RealmModel realm, SessionToken.Purpose purpose, String token, ClientModel client) {
        return SessionToken.take(session, realm, purpose, token, client);
    }

    @Override
    public void close() {}
}
