package io.keycloakpbx.keycloak;

import io.keycloakpbx.telemetry.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;

/**
 * The work that the verification of a password is. Each sign-in that is refused does it once, also where there is no
 * password to look at, or the clock tells who has an account.
 */
@ReliesOn("org.keycloak.credential.PasswordCredentialProvider: hashes once, by the algorithm of the stored password")
public final class PasswordWork {

    /** Hashes of one round are digests that take no time. */
    private static final int NO_WORK = 1;

    /** Half of the processors where somebody guesses. Few threads wait, as {@code SignInTurn}'s do. */
    private static final PasswordPlaces PLACES = new PasswordPlaces(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 16, Duration.ofSeconds(5), System::nanoTime);

    static {
        Waiting.gauge("passwords", PLACES::waiting);
    }

    private PasswordWork() {}

    /**
     * Looks at a password of a realm, or waits with it for a moment where many guess there: the other realms' sign-ins are
     * not to find all processors taken.
     *
     * @param look whether the password is right; it may {@link #hash}, but not look or spend
     */
    public static boolean look(RealmModel realm, BooleanSupplier look) {
        return PLACES.look(realm.getId(), look);
    }

    /** Waits as a look does, and hashes once. */
    public static void spend(KeycloakSession session, RealmModel realm) {
        look(realm, () -> {
            hash(session, realm);
            return false;
        });
    }

    /** Hashes once, as the realm hashes passwords, within a look that has not done so. */
    public static void hash(KeycloakSession session, RealmModel realm) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        provider(session, policy).encodedCredential("no password has this value", iterations(policy));
    }

    /**
     * Whether looking at a wrong password of this user was work already. Where a directory looks at it, its server takes
     * the time that it takes.
     */
    public static boolean wasDone(KeycloakSession session, RealmModel realm, UserModel user) {
        if (user.getFederationLink() != null || !StorageId.isLocalStorage(user.getId())) {
            return true;
        }
        Optional<PasswordCredentialModel> stored = user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .map(PasswordCredentialModel::createFromCredentialModel);
        return stored.isPresent()
                && (stored.get().getPasswordCredentialData().getHashIterations() > NO_WORK
                        || provider(session, realm.getPasswordPolicy())
                                .policyCheck(realm.getPasswordPolicy(), stored.get()));
    }

    /** How often a realm's policy hashes, for {@link #provider}. */
    public static int iterations(PasswordPolicy policy) {
        return policy == null ? -1 : policy.getHashIterations();
    }

    /** What hashes as a realm's policy wants it. */
    public static PasswordHashProvider provider(KeycloakSession session, PasswordPolicy policy) {
        PasswordHashProvider chosen = policy == null || policy.getHashAlgorithm() == null
                ? null
                : session.getProvider(PasswordHashProvider.class, policy.getHashAlgorithm());
        return chosen == null ? session.getProvider(PasswordHashProvider.class) : chosen;
    }
}
