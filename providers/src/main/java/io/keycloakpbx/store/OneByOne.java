package io.keycloakpbx.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Pages of a long list of which each item is tested by itself, which takes longer than to read it. */
final class OneByOne {

    /** How many more are read than a page needs, so that it takes one statement where few do not pass. */
    private static final int MORE = 100;

    private OneByOne() {}

    /**
     * A page of those that pass, with how many there are: as far as they have been looked at, up to the one after the page, as all
     * the rest would be tested for a number. Each is tested once.
     *
     * @param read reads a part of the list: how many to leave out, and how many at most
     * @param most how many are looked at, at most; what comes after these is not found
     * @param max the most items of the page, or a negative number for all
     */
    static <T> EntityList.Found<T> page(
            BiFunction<Integer, Integer, List<T>> read, int most, Predicate<T> passes, int first, int max) {
        long from = Math.max(0, first);
        long enough = max < 0 ? Long.MAX_VALUE : from + max + 1;
        List<T> page = new ArrayList<>();
        long passed = 0;
        int looked = 0;
        int wanted = enough > most ? most : (int) Math.min(most, enough + MORE);
        while (passed < enough && wanted > 0) {
            List<T> part = read.apply(looked, wanted);
            for (int i = 0; i < part.size() && passed < enough; i++) {
                if (passes.test(part.get(i))) {
                    if (passed >= from && (max < 0 || page.size() < max)) {
                        page.add(part.get(i));
                    }
                    passed++;
                }
            }
            looked += part.size();
            wanted = part.size() < wanted ? 0 : most - looked;
        }
        return new EntityList.Found<>(page, passed);
    }
}
