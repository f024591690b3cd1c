package io.keycloakpbx.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Whole numbers for what Keycloak knows by other ids, for clients that take nothing else: from 1 for each realm and kind,
 * made on first sight, never used again. Whatever is made is kept at once, in a transaction of its own, whatever becomes of
 * the caller's. So a realm that the caller's transaction has made cannot own numbers yet.
 */
public interface NumberProvider extends Provider {

    /** The most ids or numbers that one call asks for. */
    int MAX_ASKED = 1000;

    /** The number of an id, made if there is none. */
    int numberOf(RealmModel owner, NumberKind kind, String id);

    /** The numbers of at most {@link #MAX_ASKED} ids, made where there are none. */
    Map<String, Integer> numbersOf(RealmModel owner, NumberKind kind, Collection<String> ids);

    /** The id that has a number. */
    Optional<String> idOf(RealmModel owner, NumberKind kind, int number);

    /** The ids that have at most {@link #MAX_ASKED} numbers; numbers that none has are left out. */
    Map<Integer, String> idsOf(RealmModel owner, NumberKind kind, Collection<Integer> numbers);

    /**
     * Numbers all objects of a kind, oldest first, so that queries can join the numbers. One request of a node looks for new
     * ones every few seconds, while the others go on with what is numbered; after {@link #noteNew} each looks at once. For
     * users, roles, groups, client roles and realms.
     */
    void numberAll(RealmModel owner, NumberKind kind);

    /** Tells that the session's transaction makes an object of a kind: the next {@link #numberAll} after it looks at once. */
    void noteNew(RealmModel owner, NumberKind kind);

    /** The first of some numbers in a row that nobody else gets. */
    int allocate(RealmModel owner, NumberKind kind, int numbers);

    /**
     * Gives an id the number that it has had elsewhere. Throws {@link org.keycloak.models.ModelDuplicateException} where
     * either is taken otherwise.
     */
    void keep(RealmModel owner, NumberKind kind, String id, int number);

    /**
     * Gives many ids the numbers that they have had elsewhere, all that are not taken otherwise.
     *
     * @param trial whether to find out only which are
     * @return the ids that have not been given theirs
     */
    Set<String> keep(RealmModel owner, NumberKind kind, Map<String, Integer> numbers, boolean trial);

    /** The next {@link #MAX_ASKED} numbers of a kind with their ids, the lowest first. */
    SortedMap<Integer, String> ids(RealmModel owner, NumberKind kind, int after);
}
