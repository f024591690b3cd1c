package io.keycloakpbx.securitykey;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * One-time security keys: a key is bound to a purpose and a value, and whoever brings it back proves it once. The rules
 * are those of the CostGuard security API 2.13.
 */
public interface SecurityKeyProvider extends Provider {

    /** The most characters that a purpose may have. */
    int MAX_PURPOSE = 255;

    /** The most characters that a value may have. */
    int MAX_VALUE = 4000;

    /**
     * Makes a key. An earlier key of the same realm, purpose and value is invalid from then on. The key is stored when
     * this method returns, whatever becomes of the caller's transaction.
     */
    IssuedSecurityKey issue(RealmModel realm, SecurityKeyRequest request);

    /**
     * Takes the key with this code, which no later call gets, and gives it if {@code keyHash} is its secret, its
     * purpose is {@code purpose} and it has not expired. That the key is taken is stored when this method returns,
     * whether it gives the key or not and whatever becomes of the caller's transaction. Of any number of concurrent
     * calls, on any number of nodes, one at most gets the key.
     *
     * @param purpose the purpose that the key must have, or null for any
     */
    SecurityKeyAttempt redeem(RealmModel realm, String keyCode, String keyHash, String purpose);

    /** Whether the realm has a key with this code that has not expired. Takes nothing. */
    boolean isPending(RealmModel realm, String keyCode);

    /**
     * The realm's keys that have not expired, those that expire first at the front. Users come by their ids, without names.
     *
     * @param purpose only keys of this purpose, or null for all
     * @param userIds only keys whose action is for one of the users with these ids, a few hundred at most, or null for all
     */
    List<SecurityKeySummary> list(RealmModel realm, String purpose, Collection<String> userIds, int first, int max);

    /** How many keys {@link #list} finds in all. */
    long count(RealmModel realm, String purpose, Collection<String> userIds);

    /** The key with this {@linkplain SecurityKeySummary#id() id}, expired or not; its user comes without a name. */
    Optional<SecurityKeySummary> find(RealmModel realm, String id);

    /** Removes the key with this {@linkplain SecurityKeySummary#id() id}. False where the realm has none. */
    boolean revoke(RealmModel realm, String id);

    /** Removes the realm's keys of a purpose and returns how many they were. */
    int revokeByPurpose(RealmModel realm, String purpose);

    /**
     * Removes the realm's keys of a purpose, but for those whose action is for a user of whom nothing may be removed, and
     * returns how many they were. Where a key is for somebody, and nothing tells any more for whom, it stays.
     *
     * @param mayRevoke tells by a user's id whether that user's keys may be removed; asked once for each user
     */
    int revokeByPurpose(RealmModel realm, String purpose, Predicate<String> mayRevoke);

    /** Removes the realm's keys whose action is for the user with this id and returns how many they were. */
    int revokeByUser(RealmModel realm, String userId);
}
