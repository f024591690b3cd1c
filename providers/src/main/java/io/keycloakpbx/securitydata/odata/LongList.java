package io.keycloakpbx.securitydata.odata;

import java.util.List;
import java.util.function.Predicate;

/** Lists that can be so long that few of their items are looked at: they may be made then. */
final class LongList {

    private LongList() {}

    /**
     * Where the items end, from a place on, of which something holds. It holds of none behind them.
     *
     * @param list any item of it can be had directly
     */
    static <T> int endOf(List<T> list, int from, Predicate<T> holds) {
        int low = from;
        int high = from;
        for (int step = 1; high < list.size() && holds.test(list.get(high)); step *= 2) {
            low = high + 1;
            high = Math.min(list.size(), low + step);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(list.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
