package io.keycloakpbx.extension;

import java.util.List;

/**
 * A part of the people that a query finds.
 *
 * @param people by user name
 * @param total how many the query finds in all, as far as it is known: one more than have been looked at where there are more
 */
public record FoundPeople(List<Person> people, long total) {}
