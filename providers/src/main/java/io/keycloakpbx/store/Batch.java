package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.keycloak.connections.jpa.util.JpaUtils;

/** One statement for many rows, sent to the database together. Entities of the session know nothing of what it changes. */
@ReliesOn("org.keycloak.connections.jpa.util.JpaUtils: the names of tables where Keycloak has a schema of its own")
public final class Batch {

    private static final Pattern TABLE = Pattern.compile("\\{([A-Z_]+)}");

    private Batch() {}

    /**
     * Runs a statement for each row, in the transaction of the entities.
     *
     * @param sql a statement that every database understands, with {@code {TABLE}} for a table and each parameter in a cast
     * @param values the parameters of a row
     * @return how many rows of the table each has changed
     */
    public static <T> int[] run(EntityManager em, String sql, List<T> rows, Function<T, List<?>> values) {
        int[] changed = new int[rows.size()];
        String statement = named(em, sql);
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                int from = 0;
                for (List<T> part : Parts.of(rows)) {
                    for (T row : part) {
                        set(prepared, values.apply(row));
                        prepared.addBatch();
                    }
                    int[] counts = prepared.executeBatch();
                    System.arraycopy(counts, 0, changed, from, counts.length);
                    from += counts.length;
                }
            }
        });
        return changed;
    }

    /** A statement in whose {@code {TABLE}} the tables' names are. */
    static String named(EntityManager em, String sql) {
        return TABLE.matcher(sql).replaceAll(found -> Matcher.quoteReplacement(name(em, found.group(1))));
    }

    private static String name(EntityManager em, String table) {
        return JpaUtils.getTableNameForNativeQuery(table, em);
    }

    private static void set(PreparedStatement statement, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
