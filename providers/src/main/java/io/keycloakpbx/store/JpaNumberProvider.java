package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.telemetry.OutcomeTimer;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

@ReliesOn("org.keycloak.models.jpa.entities: the objects of a kind are asked for by these entities' names")
final class JpaNumberProvider implements NumberProvider {

    private static final Logger LOG = Logger.getLogger(JpaNumberProvider.class);
    private static final int TRANSACTION = 10_000;
    private static final int ATTEMPTS = 3;

    /** Where the objects of a kind are, oldest first where that is known. */
    private static final Map<NumberKind, Source> SOURCES = Map.of(
            NumberKind.USER, new Source("UserEntity o where o.realmId = :realm", "o.createdTimestamp, o.id"),
            NumberKind.ROLE, new Source("RoleEntity o where o.realmId = :realm and o.clientRole = false", "o.id"),
            NumberKind.PERMISSION, new Source("RoleEntity o where o.realmId = :realm and o.clientRole = true", "o.id"),
            NumberKind.GROUP,
                    new Source("GroupEntity o where o.realm = :realm", "coalesce(o.createdTimestamp, 0), o.id"),
            NumberKind.DOMAIN, new Source("RealmEntity o where o.id <> :realm", "o.name"));

    /** What comes of a transaction that gives numbers: they wait for each other, within a realm and kind. */
    private enum Given {
        DONE,
        FAILED
    }

    private static final OutcomeTimer<Given> WRITES =
            OutcomeTimer.of("pbx.numbering", "Transactions that give objects their numbers", Given.class);

    private final KeycloakSession session;

    /** Of this node, for all of its sessions. */
    private final Looks looks;

    private record Source(String objects, String order) {}

    JpaNumberProvider(KeycloakSession session, Looks looks) {
        this.session = session;
        this.looks = looks;
    }

    @Override
    public int numberOf(RealmModel owner, NumberKind kind, String id) {
        return numbersOf(owner, kind, List.of(id)).get(id);
    }

    @Override
    public Map<String, Integer> numbersOf(RealmModel owner, NumberKind kind, Collection<String> ids) {
        requireFew(ids);
        NumberRows rows = new NumberRows(Database.entities(session), owner.getId(), kind);
        Map<String, Integer> numbers = rows.numbersOf(ids);
        List<String> missing = inOrder(
                owner, kind, ids.stream().filter(id -> !numbers.containsKey(id)).toList());
        if (missing.isEmpty()) {
            return numbers;
        }
        numbers.putAll(write(owner, kind, (em, own, last) -> {
            own.addMissing(missing, last);
            return own.numbersOf(missing);
        }));
        return numbers;
    }

    /** The oldest first, where that is known. Objects that are not there come last. */
    private List<String> inOrder(RealmModel owner, NumberKind kind, List<String> ids) {
        Source source = SOURCES.get(kind);
        if (source == null || ids.size() < 2) {
            return ids;
        }
        Set<String> ordered = new LinkedHashSet<>(Database.entities(session)
                .createQuery(
                        "select o.id from " + source.objects() + " and o.id in :ids order by " + source.order(),
                        String.class)
                .setParameter("realm", owner.getId())
                .setParameter("ids", ids)
                .getResultList());
        ordered.addAll(ids);
        return List.copyOf(ordered);
    }

    @Override
    public Optional<String> idOf(RealmModel owner, NumberKind kind, int number) {
        return Optional.ofNullable(idsOf(owner, kind, List.of(number)).get(number));
    }

    @Override
    public Map<Integer, String> idsOf(RealmModel owner, NumberKind kind, Collection<Integer> numbers) {
        requireFew(numbers);
        return new NumberRows(Database.entities(session), owner.getId(), kind).idsOf(numbers);
    }

    private static void requireFew(Collection<?> asked) {
        if (asked.size() > MAX_ASKED) {
            throw new IllegalArgumentException("at most " + MAX_ASKED + " at once");
        }
    }

    @Override
    public void numberAll(RealmModel owner, NumberKind kind) {
        Source source = SOURCES.get(kind);
        if (source == null) {
            throw new IllegalArgumentException("the objects of the kind " + kind + " are numbered as they are seen");
        }
        looks.look(key(owner, kind), () -> numberMissing(owner, kind, source));
    }

    private void numberMissing(RealmModel owner, NumberKind kind, Source source) {
        if (missing(Database.entities(session), owner.getId(), kind, source, 1).isEmpty()) {
            return;
        }
        int added;
        do {
            added = numberSome(owner, kind, source);
        } while (added == TRANSACTION);
    }

    private int numberSome(RealmModel owner, NumberKind kind, Source source) {
        return write(owner, kind, (em, rows, last) -> {
            List<String> ids = missing(em, owner.getId(), kind, source, TRANSACTION);
            rows.add(ids, last);
            return ids.size();
        });
    }

    private static List<String> missing(EntityManager em, String realmId, NumberKind kind, Source source, int max) {
        return em.createQuery(
                        "select o.id from " + source.objects()
                                + " and not exists (select 1 from NumberEntity n where n.keycloakId = o.id"
                                + " and n.kind = :kind and n.realmId = :realm) order by " + source.order(),
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("kind", kind.code())
                .setMaxResults(max)
                .getResultList();
    }

    @Override
    public void noteNew(RealmModel owner, NumberKind kind) {
        String key = key(owner, kind);
        Transactions.afterCommit(session, () -> looks.note(key));
    }

    private static String key(RealmModel owner, NumberKind kind) {
        return owner.getId() + "/" + kind.code();
    }

    @Override
    public int allocate(RealmModel owner, NumberKind kind, int numbers) {
        if (numbers < 1) {
            throw new IllegalArgumentException("at least one");
        }
        return write(owner, kind, (em, rows, last) -> rows.setLast(last, numbers));
    }

    @Override
    public void keep(RealmModel owner, NumberKind kind, String id, int number) {
        write(owner, kind, (em, rows, last) -> {
            rows.keep(id, number, last);
            return null;
        });
    }

    @Override
    public Set<String> keep(RealmModel owner, NumberKind kind, Map<String, Integer> numbers, boolean trial) {
        return trial
                ? new NumberRows(Database.entities(session), owner.getId(), kind).taken(numbers)
                : write(owner, kind, (em, rows, last) -> rows.keep(numbers, last));
    }

    @Override
    public SortedMap<Integer, String> ids(RealmModel owner, NumberKind kind, int after) {
        return new NumberRows(Database.entities(session), owner.getId(), kind).ids(after, MAX_ASKED);
    }

    /** What is done once the sequence is locked. */
    private interface Writing<T> {

        T write(EntityManager em, NumberRows rows, int last);
    }

    private <T> T write(RealmModel owner, NumberKind kind, Writing<T> writing) {
        return WRITES.time(() -> written(owner, kind, writing), done -> Given.DONE, e -> Given.FAILED);
    }

    private <T> T written(RealmModel owner, NumberKind kind, Writing<T> writing) {
        if (!RowLock.holdsRealm(session, owner.getId())) {
            throw new ModelException("The realm has been removed");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction(owner, kind, (em, rows) -> writing.write(em, rows, rows.lock()));
            } catch (NumberRows.NotBegunException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                begin(owner, kind);
            }
        }
    }

    private void begin(RealmModel owner, NumberKind kind) {
        try {
            transaction(owner, kind, (em, rows) -> {
                rows.begin();
                return null;
            });
        } catch (RuntimeException e) {
            LOG.debugf(e, "Another transaction has begun to count %s of %s", kind, owner.getName());
        }
    }

    private <T> T transaction(RealmModel owner, NumberKind kind, BiFunction<EntityManager, NumberRows, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            EntityManager em = Database.entities(own);
            return work.apply(em, new NumberRows(em, owner.getId(), kind));
        });
    }

    @Override
    public void close() {}
}
