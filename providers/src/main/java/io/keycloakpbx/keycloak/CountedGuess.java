package io.keycloakpbx.keycloak;

import java.util.Set;
import java.util.function.BooleanSupplier;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * A secret of a user that is asked for outside sign-ins. Guesses count as those of sign-ins do, for brute-force detection.
 * Whoever asks has locked the user, so that guesses come one after the other.
 */
@ReliesOn("org.keycloak.authentication.authenticators.util.AuthenticatorUtils:"
        + " whether brute-force detection keeps a user out")
public final class CountedGuess {

    /** Brute-force detection counts no failures of categories that it does not know. */
    private static final Set<String> CATEGORY = Set.of(PasswordCredentialModel.TYPE);

    private CountedGuess() {}

    /** Why brute-force detection keeps a user out now, as the error of an event; null where it does not. */
    public static String refusal(KeycloakSession session, RealmModel realm, UserModel user) {
        return AuthenticatorUtils.getDisabledByBruteForceEventError(
                session.getProvider(BruteForceProtector.class), session, realm, user);
    }

    /** Looks at a guess, and counts what has come of it: a right one forgets those before. */
    public static boolean isRight(KeycloakSession session, RealmModel realm, UserModel user, BooleanSupplier look) {
        boolean right = look.getAsBoolean();
        if (!right) {
            failed(session, realm, user);
        } else if (realm.isBruteForceProtected()) {
            session.getProvider(BruteForceProtector.class)
                    .successfulLogin(
                            realm,
                            user,
                            session.getContext().getConnection(),
                            session.getContext().getUri(),
                            CATEGORY);
        }
        return right;
    }

    /** Counts a wrong guess. */
    public static void failed(KeycloakSession session, RealmModel realm, UserModel user) {
        if (realm.isBruteForceProtected()) {
            session.getProvider(BruteForceProtector.class)
                    .failedLogin(
                            realm,
                            user,
                            session.getContext().getConnection(),
                            session.getContext().getUri(),
                            CATEGORY);
        }
    }
}
