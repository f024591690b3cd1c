package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.EventTable;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * How many sign-ins of realms have succeeded and failed, among the newest 100,000 events of each realm. Keycloak lists events, but
 * does not count them.
 */
@ReliesOn({
    "org.keycloak.events.jpa.EventEntity: how many events of a type there have been; a query by the index of realm and time",
    "org.keycloak.models.jpa.entities.RealmEntity: which events a realm keeps, asked of many without loading one"
})
final class SignInCount {

    private static final Map<EventType, String> NAMES =
            new EnumMap<>(Map.of(EventType.LOGIN, "signIns", EventType.LOGIN_ERROR, "failedSignIns"));

    private static final String TYPES =
            NAMES.keySet().stream().map(type -> "'" + type + "'").collect(Collectors.joining(", ", "(", ")"));

    /** So many events are looked at, the newest, that an overview does not take longer the more there are. */
    private static final int MOST = 100_000;

    /** For so many realms there is a statement each; one for more than are asked for has places that stay empty. */
    private static final List<Integer> SIZES = List.of(1, 10, 20, 50, 100);

    private static final int LARGEST = SIZES.get(SIZES.size() - 1);

    /** No realm's id. */
    private static final String NOBODY = "";

    private static final String NAMED = "select 1 from RealmEntity x join x.enabledEventTypes t where x.id = r.id";

    /** None named is all. */
    private static final String KEPT = "select r.id"
            + NAMES.keySet().stream()
                    .map(type -> ", case when not exists (" + NAMED + ") or exists (" + NAMED + " and t = '" + type
                            + "') then true else false end")
                    .collect(Collectors.joining())
            + " from RealmEntity r where r.eventsEnabled = true and r.id in :ids";

    private final KeycloakSession session;

    SignInCount(KeycloakSession session) {
        this.session = session;
    }

    /** The numbers of a realm since some moment, by their names; none of what the realm does not keep. */
    Map<String, Long> since(Instant moment, RealmModel realm) {
        if (!EventTable.isUsed(session) || !realm.isEventsEnabled()) {
            return Map.of();
        }
        Set<String> types = realm.getEnabledEventTypesStream().collect(Collectors.toSet());
        Set<EventType> kept = NAMES.keySet().stream()
                .filter(type -> types.isEmpty() || types.contains(type.name()))
                .collect(Collectors.toSet());
        return counts(moment, Map.of(realm.getId(), kept)).get(realm.getId());
    }

    /**
     * Those of many realms, by their ids: two statements for up to a hundred of them. Realms that keep no events are left out.
     */
    Map<String, Map<String, Long>> since(Instant moment, Collection<String> realmIds) {
        return EventTable.isUsed(session) ? counts(moment, kept(realmIds)) : Map.of();
    }

    private Map<String, Set<EventType>> kept(Collection<String> realmIds) {
        Map<String, Set<EventType>> kept = new HashMap<>();
        List<EventType> types = List.copyOf(NAMES.keySet());
        Parts.of(realmIds).forEach(part -> Database.entities(session)
                .createQuery(KEPT, Object[].class)
                .setParameter("ids", part)
                .getResultList()
                .forEach(row -> kept.put(
                        (String) row[0],
                        IntStream.range(0, types.size())
                                .filter(i -> (Boolean) row[i + 1])
                                .mapToObj(types::get)
                                .collect(Collectors.toSet()))));
        kept.values().removeIf(Set::isEmpty);
        return kept;
    }

    private Map<String, Map<String, Long>> counts(Instant moment, Map<String, Set<EventType>> kept) {
        Map<String, Map<String, Long>> counts = new HashMap<>();
        kept.forEach((realm, types) -> {
            Map<String, Long> ofRealm = new TreeMap<>();
            types.forEach(type -> ofRealm.put(NAMES.get(type), 0L));
            counts.put(realm, ofRealm);
        });
        Parts.of(kept.keySet(), LARGEST)
                .forEach(part -> query(moment, part).getResultList().forEach(row -> {
                    // Of what a realm does not keep any more there may be some.
                    counts.get((String) row[0])
                            .computeIfPresent(
                                    NAMES.get(EventType.valueOf((String) row[1])), (name, none) -> (Long) row[2]);
                }));
        return counts;
    }

    private TypedQuery<Object[]> query(Instant moment, List<String> realms) {
        int size =
                SIZES.stream().filter(room -> room >= realms.size()).findFirst().orElseThrow();
        String text = IntStream.range(0, size).mapToObj(SignInCount::ofOne).collect(Collectors.joining(" union all "));
        TypedQuery<Object[]> query = Database.entities(session)
                .createQuery(text, Object[].class)
                .setParameter("since", moment.toEpochMilli());
        for (int i = 0; i < size; i++) {
            query.setParameter("realm" + i, i < realms.size() ? realms.get(i) : NOBODY);
        }
        return query;
    }

    /** Each realm by itself, as there is an index of realm and time: the newest come from its end. */
    private static String ofOne(int number) {
        return "select s.tenant, s.kind, count(*) from (select e.realmId as tenant, e.type as kind from EventEntity e"
                + " where e.realmId = :realm" + number + " and e.time >= :since order by e.time desc limit " + MOST
                + ") s where s.kind in " + TYPES + " group by s.tenant, s.kind";
    }
}
