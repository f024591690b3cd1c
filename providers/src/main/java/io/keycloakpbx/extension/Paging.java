package io.keycloakpbx.extension;

/**
 * The part of a list that a request asks for.
 *
 * @param first how many items are left out, 0 or more
 * @param max the most items of the answer, 0 to {@value #LIMIT}
 */
record Paging(int first, int max) {

    /** The contract's clients do not page and expect whole lists, but no answer is longer than this. */
    static final int LIMIT = 10_000;

    /** The header that tells how many items there are in all. */
    static final String TOTAL_COUNT = "X-Total-Count";

    static Paging of(Integer first, Integer max) {
        int from = first == null ? 0 : first;
        int count = max == null ? LIMIT : max;
        if (from < 0 || count < 0 || count > LIMIT) {
            throw ContractError.badRequest("first must be 0 or more, max 0 to " + LIMIT);
        }
        return new Paging(from, count);
    }
}
