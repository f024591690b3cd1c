package io.keycloakpbx.benchmarks.tenants;

import java.util.Locale;

/** What is measured, in the order of the report. */
enum Work {
    MAKE("make a tenant", 1.2),
    MAKE_CPU("make a tenant, processor time", 0),
    DELETE("delete a tenant", 1.2),
    DELETE_CPU("delete a tenant, processor time", 0),
    LOOK_UP("look-up of a SIP domain", 1.1),
    LOOK_UP_COLD("look-up, first of a tenant", 0),
    LOOK_UP_UNKNOWN("look-up of an unknown SIP domain", 0),
    LOOK_UP_IN_100000("the same, 100,000 rows in the index", 0),
    SIGN_IN("sign-in", 1.1),
    SIGN_IN_COLD("sign-in, first of a tenant", 0),
    REFRESH("refresh", 0),
    LIST("list of 20 tenants", 0),
    SEARCH("search for tenants", 0),
    READ("read of a tenant", 0),
    WRITE("write of a tenant", 0);

    private final String title;
    private final double goal;

    Work(String title, double goal) {
        this.title = title;
        this.goal = goal;
    }

    String title() {
        return title;
    }

    /** How many times the median may be that of the fewest tenants; 0 where there is no goal. */
    double goal() {
        return goal;
    }

    /** As the raw figures have it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
