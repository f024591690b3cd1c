package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;

/** How many sign-ins of a realm have succeeded and failed. Keycloak lists events, but does not count them. */
@ReliesOn(
        "org.keycloak.events.jpa.EventEntity: how many events of a type there have been; a query by the index of realm and time")
final class SignInCount {

    /** The store that has its events in that table. */
    private static final String STORE = "jpa";

    private static final Map<EventType, String> NAMES =
            Map.of(EventType.LOGIN, "signIns", EventType.LOGIN_ERROR, "failedSignIns");

    /** So many are counted, the newest, that an overview does not take longer the more there are. */
    private static final int MOST = 100_000;

    private final KeycloakSession session;
    private final RealmModel realm;

    SignInCount(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The numbers since some moment, by their names, of the newest 100,000; none of what the realm does not keep. */
    Map<String, Long> since(Instant moment) {
        List<EventType> kept = kept();
        if (kept.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> counts = new TreeMap<>();
        kept.forEach(type -> counts.put(NAMES.get(type), 0L));
        Database.entities(session)
                .createQuery(
                        "select s.kind, count(*) from (select e.type as kind from EventEntity e"
                                + " where e.realmId = :realm and e.time >= :since and e.type in :types"
                                + " order by e.time desc limit " + MOST + ") s group by s.kind",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("since", moment.toEpochMilli())
                .setParameter("types", kept.stream().map(EventType::name).toList())
                .getResultList()
                .forEach(row -> counts.put(NAMES.get(EventType.valueOf((String) row[0])), (Long) row[1]));
        return counts;
    }

    private List<EventType> kept() {
        ProviderFactory<EventStoreProvider> store =
                session.getKeycloakSessionFactory().getProviderFactory(EventStoreProvider.class);
        if (!realm.isEventsEnabled() || store == null || !STORE.equals(store.getId())) {
            return List.of();
        }
        // None named is all.
        Set<String> types = realm.getEnabledEventTypesStream().collect(Collectors.toSet());
        return NAMES.keySet().stream()
                .filter(type -> types.isEmpty() || types.contains(type.name()))
                .toList();
    }
}
