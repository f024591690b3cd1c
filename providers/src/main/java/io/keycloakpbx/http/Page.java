package io.keycloakpbx.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/**
 * The part of a list that a request asks for.
 *
 * @param first how many items are left out, 0 or more
 * @param max the most items of the answer
 */
public record Page(int first, int max) {

    /** The header that tells how many items there are in all. */
    public static final String TOTAL_COUNT = "X-Total-Count";

    /**
     * How long the pages of a list are.
     *
     * @param usual the length where the request says none
     * @param least the least that may be asked for
     * @param most the most that may be asked for
     */
    public record Length(int usual, int least, int most) {}

    /** The page of {@code first} and {@code max}, as Keycloak's lists have them. */
    public static Page firstMax(MultivaluedMap<String, String> query, Length length, RefusalRenderer refusals) {
        return byOffset(query, "first", "max", length, refusals);
    }

    /** The page of OData's {@code $skip} and {@code $top}. */
    public static Page skipTop(MultivaluedMap<String, String> query, Length length, RefusalRenderer refusals) {
        return byOffset(query, "$skip", "$top", length, refusals);
    }

    /** The page of {@code page}, counted from 1, and {@code pagesize}. */
    public static Page pageOfSize(MultivaluedMap<String, String> query, Length length, RefusalRenderer refusals) {
        int size = number(query, "pagesize", length.usual(), Math.max(1, length.least()), length.most(), refusals);
        int page = number(query, "page", 1, 1, Integer.MAX_VALUE, refusals);
        return new Page((int) Math.min(Integer.MAX_VALUE, (page - 1L) * size), size);
    }

    private static Page byOffset(
            MultivaluedMap<String, String> query, String first, String max, Length length, RefusalRenderer refusals) {
        return new Page(
                number(query, first, 0, 0, Integer.MAX_VALUE, refusals),
                number(query, max, length.usual(), length.least(), length.most(), refusals));
    }

    private static int number(
            MultivaluedMap<String, String> query, String name, int usual, int min, int max, RefusalRenderer refusals) {
        String text = query.getFirst(name);
        if (text == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
            throw outOfBounds(name, min, max, refusals);
        } catch (NumberFormatException e) {
            throw outOfBounds(name, min, max, refusals);
        }
    }

    private static WebApplicationException outOfBounds(String name, int min, int max, RefusalRenderer refusals) {
        String bounds = max == Integer.MAX_VALUE ? min + " or more" : "from " + min + " to " + max;
        return refusals.thrown(Refusal.invalid(name, name + " must be a whole number, " + bounds));
    }

    /** An answer with the items of a page, and how many there are in all. */
    public static Response answer(Object items, long total) {
        return Response.ok(items).header(TOTAL_COUNT, total).build();
    }
}
