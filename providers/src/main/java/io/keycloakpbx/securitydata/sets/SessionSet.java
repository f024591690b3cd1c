package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.securitydata.activity.SessionLogEntity;
import io.keycloakpbx.securitydata.odata.Column;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberExpression;
import io.keycloakpbx.store.NumberKind;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import jakarta.persistence.criteria.Subquery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/** The set {@code Session}: sessions of the realm's users, those that have ended too, as long as they are kept. */
@ReliesOn("org.keycloak.models.jpa.entities: the clients of sessions are found in the database")
final class SessionSet {

    static final EntityType<Row> TYPE;

    private static final String SESSION = "session";

    /** A session. */
    record Row(
            Owner owner,
            int number,
            String instance,
            Integer instanceId,
            String address,
            Instant started,
            Instant refreshed,
            Instant ends,
            Instant closed,
            Integer parent,
            int refreshes,
            int userNumber,
            String userName) {}

    static {
        TYPE = EntityType.of(
                "Session",
                List.of("SessionID"),
                List.of(
                        Property.<Row>nullable("ApplicationInstance", EdmType.STRING, Row::instance)
                                .in(Column.of(SessionSet::instance)),
                        Property.<Row>nullable("ApplicationInstanceID", EdmType.INT32, Row::instanceId)
                                .in(Column.of(tables -> NumberExpression.of(
                                        tables.cb(),
                                        tables.query(),
                                        TableColumns.realm(tables),
                                        NumberKind.APPLICATION_INSTANCE,
                                        session(tables).get("clientId")))),
                        Property.<Row>nullable("ClientIPAddress", EdmType.STRING, Row::address)
                                .in(TableColumns.of(SESSION, "address")),
                        Property.<Row>nullable("ClosedDate", EdmType.DATE_TIME, Row::closed)
                                .in(TableColumns.time(SESSION, "closed")),
                        TableColumns.company(Row::owner),
                        TableColumns.companyId(Row::owner),
                        TableColumns.domain(Row::owner),
                        TableColumns.domainId(Row::owner),
                        Property.<Row>of("EndDate", EdmType.DATE_TIME, Row::ends)
                                .in(TableColumns.time(SESSION, "ends")),
                        Property.<Row>nullable("LastRefreshDate", EdmType.DATE_TIME, Row::refreshed)
                                .in(TableColumns.time(SESSION, "refreshed")),
                        Property.<Row>nullable("ParentSessionID", EdmType.INT32, Row::parent)
                                .in(TableColumns.of(SESSION, "parentNumber")),
                        Property.<Row>of("RefreshCount", EdmType.INT32, Row::refreshes)
                                .in(TableColumns.of(SESSION, "refreshCount")),
                        Property.<Row>of("SessionID", EdmType.INT32, Row::number)
                                .in(TableColumns.of(SESSION, "number")),
                        Property.<Row>of("StartDate", EdmType.DATE_TIME, Row::started)
                                .in(TableColumns.time(SESSION, "started")),
                        Property.<Row>of("UserID", EdmType.INT32, Row::userNumber)
                                .in(TableColumns.of(SESSION, "userNumber")),
                        Property.<Row>nullable("UserName", EdmType.STRING, Row::userName)
                                .in(TableColumns.of(SESSION, "userName"))));
    }

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(TYPE, Right.VIEW_USERS, true, SessionSet::source);

    private SessionSet() {}

    static Source<Row> source(SetContext context) {
        return new Sessions(context);
    }

    private static Root<?> session(Tables tables) {
        return (Root<?>) tables.from().get(SESSION);
    }

    /** The client's name, or what it is known by where it has none. */
    private static Expression<String> instance(Tables tables) {
        CriteriaBuilder cb = tables.cb();
        return TableColumns.select(tables, String.class, ClientEntity.class, (subquery, client) -> subquery.select(
                        cb.coalesce(cb.nullif(client.<String>get("name"), ""), client.<String>get("clientId")))
                .where(
                        cb.equal(client.get("id"), session(tables).get("clientId")),
                        cb.equal(client.get("realmId"), TableColumns.realm(tables))));
    }

    private record Sessions(SetContext context) implements Source.Table<Row> {

        @Override
        public EntityManager entities() {
            return Database.entities(context.session());
        }

        @Override
        public Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
            Root<SessionLogEntity> session = query.from(SessionLogEntity.class);
            return new Tables(
                    cb,
                    query,
                    Map.of(SESSION, session),
                    cb.and(cb.equal(session.get("realmId"), context.realm().getId()), shown(cb, query, session)),
                    TableColumns.constants(context));
        }

        /** Whether the caller may view the user. Of users who are gone that is known only of who may view all by a role. */
        private Predicate shown(CriteriaBuilder cb, CriteriaQuery<?> query, Root<SessionLogEntity> session) {
            Subquery<Integer> users = query.subquery(Integer.class);
            Root<UserEntity> user = users.from(UserEntity.class);
            List<Predicate> conditions = context.users().conditions(cb, query, user);
            if (conditions.isEmpty()) {
                return cb.conjunction();
            }
            conditions.add(cb.equal(user.get("id"), session.get("userId")));
            conditions.add(cb.equal(user.get("realmId"), context.realm().getId()));
            return cb.exists(users.select(cb.literal(1)).where(conditions.toArray(Predicate[]::new)));
        }

        @Override
        public List<Selection<?>> selection(Tables tables) {
            Root<?> session = session(tables);
            return List.of(
                    session.get("number"),
                    session.get("clientId"),
                    session.get("address"),
                    session.get("started"),
                    session.get("refreshed"),
                    session.get("ends"),
                    session.get("closed"),
                    session.get("parentNumber"),
                    session.get("refreshCount"),
                    session.get("userNumber"),
                    session.get("userName"));
        }

        @Override
        public List<Row> rows(List<Object[]> found) {
            Map<String, Object[]> clients = clients(found.stream()
                    .map(row -> (String) row[1])
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList());
            return found.stream()
                    .map(row -> {
                        Object[] client = clients.getOrDefault((String) row[1], new Object[4]);
                        String name = (String) client[1];
                        return new Row(
                                context.owner(),
                                (Integer) row[0],
                                name == null || name.isEmpty() ? (String) client[2] : name,
                                (Integer) client[3],
                                (String) row[2],
                                TableColumns.instant(row[3]),
                                TableColumns.instant(row[4]),
                                TableColumns.instant(row[5]),
                                TableColumns.instant(row[6]),
                                (Integer) row[7],
                                (Integer) row[8],
                                (Integer) row[9],
                                (String) row[10]);
                    })
                    .toList();
        }

        /** The clients of a page, with the numbers of those that are instances of an application. */
        private Map<String, Object[]> clients(List<String> ids) {
            Map<String, Object[]> clients = new HashMap<>();
            if (!ids.isEmpty()) {
                entities()
                        .createQuery(
                                "select c.id, c.name, c.clientId, (select n.number from NumberEntity n"
                                        + " where n.keycloakId = c.id and n.kind = :kind and n.realmId = :realm)"
                                        + " from ClientEntity c where c.realmId = :realm and c.id in :ids",
                                Object[].class)
                        .setParameter("kind", NumberKind.APPLICATION_INSTANCE.code())
                        .setParameter("realm", context.realm().getId())
                        .setParameter("ids", ids)
                        .getResultStream()
                        .forEach(row -> clients.put((String) row[0], row));
            }
            return clients;
        }
    }
}
