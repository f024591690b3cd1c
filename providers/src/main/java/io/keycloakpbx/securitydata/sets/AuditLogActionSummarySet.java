package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.securitydata.audit.AuditLogEntity;
import io.keycloakpbx.securitydata.odata.Column;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The set {@code AuditLogActionSummary}: requests that changed something, each with its first change. */
final class AuditLogActionSummarySet {

    static final EntityType<Row> TYPE = EntityType.of("AuditLogActionSummary", List.of("LogTreeID"), properties());

    /** A request. */
    record Row(
            Owner owner,
            String application,
            int count,
            String displayName,
            Instant date,
            UUID tree,
            Integer objectNumber,
            String objectName,
            String objectType,
            String userName) {}

    static final SecurityDataSet<Row> SET =
            new SecurityDataSet<>(TYPE, Right.VIEW_EVENTS, true, AuditLogActionSummarySet::source);

    private AuditLogActionSummarySet() {}

    private static List<Property<Row>> properties() {
        List<Property<Row>> properties = new ArrayList<>(List.of(
                Property.<Row>nullable("ApplicationName", EdmType.STRING, Row::application)
                        .in(of("application")),
                Property.<Row>of("AuditEntryCount", EdmType.INT32, Row::count)
                        .in(Column.of(AuditLogActionSummarySet::count)),
                TableColumns.company(Row::owner),
                TableColumns.companyId(Row::owner),
                // The contract's spelling.
                Property.<Row>nullable("DisplyName", EdmType.STRING, Row::displayName)
                        .in(of("displayName")),
                Property.<Row>of("EntryDate", EdmType.DATE_TIME, Row::date)
                        .in(TableColumns.time(AuditLogRows.TABLE, "entryDate"))));
        properties.addAll(TableColumns.noEnvironment());
        properties.addAll(List.of(
                Property.<Row>of("LogTreeID", EdmType.GUID, Row::tree).in(of("treeId")),
                Property.<Row>nullable("RootObjectID", EdmType.INT32, Row::objectNumber)
                        .in(of("objectNumber")),
                Property.<Row>nullable("RootObjectName", EdmType.STRING, Row::objectName)
                        .in(of("objectName")),
                Property.<Row>of("RootObjectType", EdmType.STRING, Row::objectType)
                        .in(of("objectType")),
                Property.<Row>nullable("Username", EdmType.STRING, Row::userName)
                        .in(of("username"))));
        return properties;
    }

    private static Column of(String attribute) {
        return TableColumns.of(AuditLogRows.TABLE, attribute);
    }

    private static Expression<Integer> count(Tables tables) {
        CriteriaBuilder cb = tables.cb();
        From<?, ?> log = tables.from().get(AuditLogRows.TABLE);
        return TableColumns.select(tables, Integer.class, AuditLogEntity.class, (subquery, row) -> subquery.select(
                        cb.count(row).cast(Integer.class))
                .where(
                        cb.equal(row.get("realmId"), log.get("realmId")),
                        cb.equal(row.get("treeId"), log.get("treeId"))));
    }

    static Source<Row> source(SetContext context) {
        return new AuditLogRows<>(context) {

            @Override
            Predicate visible(CriteriaBuilder cb, Root<AuditLogEntity> log) {
                return cb.equal(log.get("node"), 1);
            }

            @Override
            public List<Selection<?>> selection(Tables tables) {
                From<?, ?> log = tables.from().get(TABLE);
                return List.of(
                        log.get("application"),
                        log.get("displayName"),
                        log.get("entryDate"),
                        log.get("treeId"),
                        log.get("objectNumber"),
                        log.get("objectName"),
                        log.get("objectType"),
                        log.get("username"));
            }

            @Override
            public List<Row> rows(List<Object[]> found) {
                Map<String, Integer> counts = new HashMap<>();
                if (!found.isEmpty()) {
                    entities()
                            .createQuery(
                                    "select a.treeId, count(a) from AuditLogEntity a where a.realmId = :realm"
                                            + " and a.treeId in :trees group by a.treeId",
                                    Object[].class)
                            .setParameter("realm", context.realm().getId())
                            .setParameter(
                                    "trees", found.stream().map(row -> row[3]).toList())
                            .getResultStream()
                            .forEach(row -> counts.put((String) row[0], ((Long) row[1]).intValue()));
                }
                return found.stream()
                        .map(row -> new Row(
                                context.owner(),
                                (String) row[0],
                                counts.getOrDefault((String) row[3], 1),
                                (String) row[1],
                                TableColumns.instant(row[2]),
                                UUID.fromString((String) row[3]),
                                (Integer) row[4],
                                (String) row[5],
                                (String) row[6],
                                (String) row[7]))
                        .toList();
            }
        };
    }
}
