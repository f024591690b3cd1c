package io.keycloakpbx.tenant;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The names of the tenants' realms without upper and lower case, of which the database has no index. Anybody may ask for a name before
 * a password was looked at, and mostly there is none, so a node reads all of them at once and not again for a while. What it has is a
 * hint: realms are renamed and removed meanwhile.
 */
final class TenantNames {

    private static final long KEPT = Duration.ofSeconds(10).toNanos();

    private volatile Read read;

    /** What was read, and when ({@link System#nanoTime}). */
    private record Read(Map<String, List<String>> ids, long at) {}

    /**
     * The ids of the realms that may be called so.
     *
     * @param all reads name and id of each
     */
    List<String> of(String name, Supplier<List<Object[]>> all) {
        Read last = read;
        if (last == null || System.nanoTime() - last.at() > KEPT) {
            synchronized (this) {
                last = read;
                if (last == null || System.nanoTime() - last.at() > KEPT) {
                    last = new Read(
                            all.get().stream()
                                    .collect(Collectors.groupingBy(
                                            row -> folded((String) row[0]),
                                            Collectors.mapping(row -> (String) row[1], Collectors.toList()))),
                            System.nanoTime());
                    read = last;
                }
            }
        }
        return last.ids().getOrDefault(folded(name), List.of());
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
