package io.keycloakpbx.server;

import java.nio.file.Path;
import java.util.Map;

/** Where a server keeps its data. Closing it stops what was started for it and keeps the data. */
public interface Database extends AutoCloseable {

    /** The kinds of database, named as on the command line of {@code ./start}. */
    enum Kind {
        H2("dev-file"),
        POSTGRES("postgres");

        private final String vendor;

        Kind(String vendor) {
            this.vendor = vendor;
        }

        /** The value of Keycloak's build option {@code db}. */
        public String vendor() {
            return vendor;
        }

        /** Opens a database of this kind that keeps its files in the directory. */
        public Database open(Path directory) {
            return this == H2 ? new H2Database(directory) : PostgresDatabase.start(directory, true);
        }

        /**
         * Opens a database that nobody needs after the machine has stopped. What a server has committed outlives the
         * server all the same, but PostgreSQL does not wait for the disk.
         */
        public Database openScratch(Path directory) {
            return this == H2 ? new H2Database(directory) : PostgresDatabase.start(directory, false);
        }
    }

    /** Keycloak's run-time options for this database, without the leading dashes. */
    Map<String, String> options();

    /** Opens the same data from here. H2 allows it only while no server runs on it. */
    String jdbcUrl();

    @Override
    void close();
}
