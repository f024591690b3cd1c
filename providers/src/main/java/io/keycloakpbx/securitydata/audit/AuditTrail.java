package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.securitydata.Administrator;
import io.keycloakpbx.store.Batch;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.Transactions;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The changes of one session, which are a tree of the log. They are written before its commit, together: some statements,
 * whatever their number, up to {@link #AT_ONCE}. A request whose changes cannot be numbered, or the database does not take
 * here, fails.
 */
final class AuditTrail {

    private static final Logger LOG = Logger.getLogger(AuditTrail.class);
    private static final int AT_ONCE = 500;
    private static final int TEXT = 255;

    private static final String INSERT =
            "insert into {PBX_AUDIT_LOG} (REALM_ID, AUDIT_NUMBER, TREE_ID, NODE, ENTRY_DATE, ACTION, OBJECT_TYPE,"
                    + " OBJECT_NUMBER, OBJECT_KEY, OBJECT_NAME, DISPLAY_NAME, USERNAME, APPLICATION, STATE, STATE_KEY,"
                    + " LOG_DATA) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final Map<OperationType, String> VERBS = Map.of(
            OperationType.CREATE, "Create",
            OperationType.UPDATE, "Modify",
            OperationType.DELETE, "Delete",
            OperationType.ACTION, "Run");

    private final KeycloakSession session;
    private final String treeId = UUID.randomUUID().toString();
    private final Map<String, Integer> nodes = new HashMap<>();
    private List<Entry> entries = new ArrayList<>();
    private boolean ending;

    /** Whoever sends events takes no exception from a listener. */
    private RuntimeException failure;

    /** A renamed realm is locked: who makes numbers in it waits for the commit. */
    private boolean renaming;

    /** A change that is still to be written. */
    private record Entry(
            RealmModel realm,
            AuditedObject object,
            OperationType operation,
            JsonNode representation,
            int node,
            long time,
            String username,
            String application) {

        /** The realm has another name than when the request came. */
        boolean isRenaming(AdminEvent event) {
            return event.getRealmName() != null && !event.getRealmName().equals(realm.getName());
        }
    }

    /** A change as it is written. */
    private record Row(Entry entry, int number, Integer objectNumber, String name, String state, String logData) {

        Row withoutState() {
            return new Row(entry, number, objectNumber, name, null, logData);
        }
    }

    private AuditTrail(KeycloakSession session) {
        this.session = session;
    }

    /** The session's. */
    static AuditTrail of(KeycloakSession session) {
        AuditTrail trail = session.getAttribute(AuditTrail.class.getName(), AuditTrail.class);
        if (trail == null) {
            AuditTrail begun = new AuditTrail(session);
            session.setAttribute(AuditTrail.class.getName(), begun);
            // A session whose commit has begun takes nothing in any more, not even the database.
            Database.entities(session);
            Transactions.beforeCommit(session, begun::end);
            Transactions.afterCommit(session, begun::writeRenamed);
            return begun;
        }
        return trail;
    }

    /** Adds what an event tells. */
    void add(RealmModel realm, AdminEvent event, Secrets secrets) {
        JsonNode representation = ObjectState.representation(event.getRepresentation(), secrets);
        Entry entry = new Entry(
                realm,
                AuditedObject.of(session, realm, event, representation),
                event.getOperationType(),
                representation,
                nodes.merge(realm.getId(), 1, Integer::sum),
                event.getTime(),
                Administrator.nameOf(session, realm, event.getAuthDetails()),
                Administrator.clientOf(session, event.getAuthDetails()));
        entries.add(entry);
        renaming |= entry.isRenaming(event);
        if (!renaming && (ending || entries.size() == AT_ONCE)) {
            try {
                write();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
    }

    private void end() {
        ending = true;
        if (failure != null) {
            throw failure;
        }
        if (!renaming) {
            write();
        }
    }

    private void write() {
        List<Entry> written = entries;
        entries = new ArrayList<>();
        write(session, written);
    }

    private void writeRenamed() {
        if (!entries.isEmpty()) {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> write(own, entries));
        }
    }

    private void write(KeycloakSession own, List<Entry> written) {
        Map<String, List<Entry>> ofRealms = written.stream()
                .collect(
                        Collectors.groupingBy(entry -> entry.realm().getId(), LinkedHashMap::new, Collectors.toList()));
        Database.withoutFlush(
                own,
                () -> ofRealms.forEach((realmId, ofRealm) -> {
                    RealmModel realm = own.realms().getRealm(realmId);
                    if (realm != null) {
                        write(own, realm, ofRealm);
                    }
                }));
    }

    /** Those of one realm. */
    private void write(KeycloakSession own, RealmModel realm, List<Entry> ofRealm) {
        OptionalInt allocated = allocate(own, realm, ofRealm.size());
        if (allocated.isEmpty()) {
            return;
        }
        int first = allocated.getAsInt();
        Map<AuditedObject, Integer> numbers = numbers(own, realm, ofRealm);
        EntityManager em = Database.entities(own);
        AuditStates kept = new AuditStates(em, realm.getId());
        Map<String, AuditStates.Last> states = kept.last(keys(ofRealm, AuditTrail::needsState));
        Map<String, Integer> last = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        for (Entry entry : ofRealm) {
            String key = entry.object().key();
            AuditStates.Last known = states.getOrDefault(key, AuditStates.Last.NONE);
            SortedMap<String, String> before = known.members();
            // Of what is deleted Keycloak may not tell any more what it was.
            Integer number = Optional.ofNullable(numbers.get(entry.object())).orElse(known.objectNumber());
            Difference difference =
                    Difference.of(entry.operation(), entry.object().type(), before, entry.representation());
            if (hasState(entry)) {
                Integer earlier = last.put(key, rows.size());
                if (earlier != null) {
                    rows.set(earlier, rows.get(earlier).withoutState());
                }
                states.put(
                        key,
                        difference.state() == null
                                ? AuditStates.Last.NONE
                                : new AuditStates.Last(number, difference.state()));
            }
            String name = entry.object().name() == null
                    ? AuditedObject.nameIn(before)
                    : entry.object().name();
            rows.add(new Row(
                    entry,
                    first + rows.size(),
                    number,
                    name,
                    difference.state() == null ? null : ObjectState.text(difference.state()),
                    LogData.of(key, name, difference.changes())));
        }
        kept.forget(keys(ofRealm, AuditTrail::hasState));
        Batch.run(em, INSERT, rows, this::values);
    }

    /** The first of some numbers; none of a realm that this transaction makes, as they are made in one of their own. */
    private static OptionalInt allocate(KeycloakSession own, RealmModel realm, int count) {
        try {
            return OptionalInt.of(own.getProvider(NumberProvider.class).allocate(realm, NumberKind.AUDIT_LOG, count));
        } catch (RuntimeException e) {
            if (isKept(own, realm)) {
                LOG.errorf(
                        e,
                        "What administrators change in realm %s is refused: it cannot be numbered for the audit log",
                        realm.getName());
                throw e;
            }
            LOG.debugf(e, "What makes realm %s is not in its audit log", realm.getName());
            return OptionalInt.empty();
        }
    }

    /** Whether others know the realm, too: it is not made by this transaction. */
    private static boolean isKept(KeycloakSession own, RealmModel realm) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                own.getKeycloakSessionFactory(), other -> other.realms().getRealm(realm.getId()) != null);
    }

    /** Actions and lists tell of no state. */
    private static boolean hasState(Entry entry) {
        return entry.operation() != OperationType.ACTION
                && !entry.representation().isArray();
    }

    /** A new object had none before. */
    private static boolean needsState(Entry entry) {
        return hasState(entry) && entry.operation() != OperationType.CREATE;
    }

    private static List<String> keys(List<Entry> ofRealm, Predicate<Entry> which) {
        return ofRealm.stream()
                .filter(which)
                .map(entry -> entry.object().key())
                .distinct()
                .toList();
    }

    private List<?> values(Row row) {
        Entry entry = row.entry();
        return Arrays.asList(
                entry.realm().getId(),
                row.number(),
                treeId,
                entry.node(),
                entry.time(),
                action(entry.operation()),
                entry.object().type(),
                row.objectNumber(),
                entry.object().key(),
                LogText.of(row.name(), TEXT),
                LogText.of(
                        VERBS.get(entry.operation())
                                + ' '
                                + words(entry.object().type()),
                        TEXT),
                LogText.of(entry.username(), TEXT),
                LogText.of(entry.application(), TEXT),
                LogText.of(row.state()),
                row.state() == null ? null : entry.object().key(),
                LogText.of(row.logData()));
    }

    private static String action(OperationType operation) {
        return operation.name().charAt(0) + operation.name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** {@code ApplicationInstance} is {@code Application Instance}, {@code REALM_ROLE_MAPPING} is {@code Realm Role Mapping}. */
    private static String words(String type) {
        if (!type.equals(type.toUpperCase(Locale.ROOT))) {
            return type.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        }
        return Arrays.stream(type.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private static Map<AuditedObject, Integer> numbers(KeycloakSession own, RealmModel realm, List<Entry> ofRealm) {
        Map<NumberKind, Collection<AuditedObject>> byKind = new HashMap<>();
        ofRealm.stream()
                .map(Entry::object)
                .filter(object -> object.kind() != null)
                .forEach(object -> byKind.computeIfAbsent(object.kind(), kind -> new ArrayList<>())
                        .add(object));
        Map<AuditedObject, Integer> numbers = new HashMap<>();
        byKind.forEach((kind, objects) -> {
            RealmModel owner =
                    kind == NumberKind.DOMAIN ? own.realms().getRealmByName(AdministrationRealm.NAME) : realm;
            Map<String, Integer> ofIds = own.getProvider(NumberProvider.class)
                    .numbersOf(
                            owner,
                            kind,
                            objects.stream()
                                    .map(AuditedObject::id)
                                    .filter(StorableText::is)
                                    .collect(Collectors.toSet()));
            objects.forEach(object -> numbers.put(object, ofIds.get(object.id())));
        });
        return numbers;
    }
}
