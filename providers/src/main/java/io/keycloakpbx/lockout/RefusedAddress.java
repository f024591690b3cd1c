package io.keycloakpbx.lockout;

import io.keycloakpbx.restriction.SignInRestrictionProvider;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.CredentialRepresentation;

/**
 * At an address from which a user may not sign in, every password is a wrong one: another is looked at in its place, so that
 * answer, time, event and what is counted cannot tell whether it was right.
 */
final class RefusedAddress {

    private static final int LENGTH = 40;

    private RefusedAddress() {}

    /** The password to look at: the one that was sent, or one that is nobody's. */
    static String password(AuthenticationFlowContext context, UserModel user, String sent) {
        return sent == null
                        || sent.isEmpty()
                        || SignInRestrictionProvider.admits(context.getSession(), user, context.getEvent())
                ? sent
                : SecretGenerator.getInstance().randomString(LENGTH);
    }

    /** The form of a page, with the password to look at. */
    static MultivaluedMap<String, String> form(
            AuthenticationFlowContext context, UserModel user, MultivaluedMap<String, String> sent) {
        String given = sent.getFirst(CredentialRepresentation.PASSWORD);
        String password = password(context, user, given);
        if (password == null || password.equals(given)) {
            return sent;
        }
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.putAll(sent);
        form.putSingle(CredentialRepresentation.PASSWORD, password);
        return form;
    }
}
