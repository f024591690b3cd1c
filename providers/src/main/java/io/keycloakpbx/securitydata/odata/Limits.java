package io.keycloakpbx.securitydata.odata;

import java.time.Duration;

/**
 * How much a request gets, and may cost.
 *
 * @param page how many entities a page has where the request does not say
 * @param most the most entities of a page
 * @param round how many drivers are read at once
 * @param drivers how many drivers a page looks at
 * @param entities how many entities a page of a driven set looks at, about; also how many are held where all are made
 * @param few of how many drivers all entities are made
 * @param all how many entities are looked at where all are made, about
 * @param text how many characters of long texts a page has, about
 * @param time how long work in memory takes: a driven set's page ends then, all else is refused
 */
record Limits(int page, int most, int round, int drivers, int entities, int few, int all, int text, Duration time) {

    static final Limits DEFAULT =
            new Limits(100, 500, 500, 10_000, 200_000, 1_000, 1_000_000, 4_000_000, TableReader.TIMEOUT);
}
