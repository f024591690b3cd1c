package io.keycloakpbx.tenant;

import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Who has no password signs in with none, and whose has expired has to choose another. */
public final class PasswordThereCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        return subject -> {
            RealmModel realm = subject.realm();
            UserModel user = subject.user();
            if (user == null) {
                return List.of();
            }
            if (!user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
                return List.of((hasAnotherWay(session, realm, user)
                                ? SignInFinding.warning("pbxWhyOtherWay")
                                : SignInFinding.error("pbxWhyNoPassword"))
                        .mendedBy(newPassword(realm, user)));
            }
            return OwnPassword.hasExpired(realm, user)
                    ? List.of(SignInFinding.warning("pbxWhyPasswordExpired").mendedBy(newPassword(realm, user)))
                    : List.of();
        };
    }

    /** An identity provider, or a passkey that needs no password beside it. */
    private static boolean hasAnotherWay(KeycloakSession session, RealmModel realm, UserModel user) {
        return session.users()
                        .getFederatedIdentitiesStream(realm, user)
                        .findAny()
                        .isPresent()
                || user.credentialManager().isConfiguredFor(WebAuthnCredentialModel.TYPE_PASSWORDLESS);
    }

    /** A link needs a mail server, an address, and a user who may choose the password. */
    private static String newPassword(RealmModel realm, UserModel user) {
        Map<String, String> mailServer = realm.getSmtpConfig();
        return user.isEnabled()
                        && user.getEmail() != null
                        && !user.getEmail().isBlank()
                        && MailServerRules.sends(mailServer)
                        && OwnPassword.mayChange(user)
                ? SignInFinding.SEND_LINK
                : SignInFinding.SET_PASSWORD;
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public String getId() {
        return "password";
    }
}
