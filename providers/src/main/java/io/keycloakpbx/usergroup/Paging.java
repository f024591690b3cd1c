package io.keycloakpbx.usergroup;

/**
 * The page that a request asks for, as sipXcom counts pages.
 *
 * @param page its number from 1, or 0 for everything on one page
 * @param size how many are on a page
 */
record Paging(int page, int size) {

    private static final Paging EVERYTHING = new Paging(0, 0);

    /**
     * A page of a list whose length is known.
     *
     * @param first how many come before it
     * @param max the most on it, or a negative number for all
     */
    record Slice(long totalResults, int currentPage, int totalPages, long resultsPerPage, int first, int max) {

        MetadataRepresentation metadata() {
            return new MetadataRepresentation(totalResults, currentPage, totalPages, resultsPerPage);
        }
    }

    /** What the parameters ask for: everything, unless both are whole numbers from 1. */
    static Paging of(String page, String size) {
        int number = positive(page);
        int length = positive(size);
        return number == 0 || length == 0 ? EVERYTHING : new Paging(number, length);
    }

    private static int positive(String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    boolean isEverything() {
        return page == 0;
    }

    /** The same, with pages of so many at most. */
    Paging atMost(int most) {
        return isEverything() ? this : new Paging(page, Math.min(size, most));
    }

    /** The page of a list of so many, of which everything is on one page as far as these are not more than a page has. */
    Slice ofAtMost(long total, int most) {
        return isEverything() && total > most
                ? new Paging(1, most).of(total)
                : atMost(most).of(total);
    }

    /** The page of a list of so many. Beyond the end is the last page; an empty list has one page. */
    Slice of(long total) {
        if (page == 0) {
            return new Slice(total, 1, 1, total, 0, -1);
        }
        int pages = total == 0 ? 1 : Math.toIntExact((total - 1) / size + 1);
        int current = Math.min(page, pages);
        return new Slice(total, current, pages, size, Math.toIntExact((current - 1L) * size), size);
    }

    /** The page of a list that is long enough: whoever finds it shorter asks again. */
    Slice ofLongList() {
        return of(page == 0 ? 0 : Math.min(Integer.MAX_VALUE, (long) page * size));
    }
}
