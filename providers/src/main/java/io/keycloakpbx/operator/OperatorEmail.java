package io.keycloakpbx.operator;

import io.keycloakpbx.store.StorableText;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Whom an email address is of, among the operators. An address at the tenant's SIP domain looks like the SIP address of a user
 * of the PBX, who may be somebody else: operators are known by their email addresses, so theirs come first.
 */
final class OperatorEmail {

    private OperatorEmail() {}

    /** The operator with an email address, in whatever case; empty where that is nobody, or a user who is none. */
    static Optional<UserModel> find(KeycloakSession session, RealmModel realm, String email) {
        if (!StorableText.is(email)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(session.users().getUserByEmail(realm, email.strip()))
                    .filter(user -> Boolean.parseBoolean(user.getFirstAttribute(OperatorAttributes.OPERATOR)));
        } catch (ModelDuplicateException e) {
            return Optional.empty();
        }
    }
}
