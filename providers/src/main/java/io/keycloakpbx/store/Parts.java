package io.keycloakpbx.store;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Long lists in parts that one statement has room for: databases limit its parameters. */
public final class Parts {

    /** The most items of a part. */
    public static final int MOST = 1000;

    private Parts() {}

    /** A list in parts of at most {@link #MOST} items, in its order; none of an empty one. */
    public static <T> List<List<T>> of(Collection<T> all) {
        return of(all, MOST);
    }

    /** Likewise, in parts of at most so many items. */
    public static <T> List<List<T>> of(Collection<T> all, int most) {
        List<T> list = List.copyOf(all);
        return IntStream.iterate(0, from -> from < list.size(), from -> from + most)
                .mapToObj(from -> list.subList(from, Math.min(list.size(), from + most)))
                .toList();
    }
}
