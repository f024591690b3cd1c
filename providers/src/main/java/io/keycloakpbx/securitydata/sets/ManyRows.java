package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.store.TooManyException;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Entities of which each user has equally many, made when they are looked at: there may be millions of them.
 *
 * @param <R> the entity
 */
final class ManyRows<R> extends AbstractList<R> implements RandomAccess {

    /** The most entities of one user. */
    static final int MAX = 250_000;

    /** Makes an entity of a user. */
    @FunctionalInterface
    interface Maker<R> {

        R make(DriverUser user, int place);
    }

    private final List<DriverUser> users;
    private final int ofEach;
    private final Maker<R> maker;

    /**
     * The entities of some users.
     *
     * @param set the name of their set
     * @param ofEach how many each user has
     */
    ManyRows(String set, List<DriverUser> users, long ofEach, Maker<R> maker) {
        if (ofEach > MAX) {
            throw new TooManyException(set + " has more than " + MAX
                    + " entities for each user of this realm, the most that can be asked for");
        }
        this.users = users;
        this.ofEach = (int) ofEach;
        this.maker = maker;
    }

    @Override
    public R get(int index) {
        return maker.make(users.get(index / ofEach), index % ofEach);
    }

    @Override
    public int size() {
        return users.size() * ofEach;
    }
}
