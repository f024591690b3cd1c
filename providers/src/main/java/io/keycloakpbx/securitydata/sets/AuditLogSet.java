package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.securitydata.odata.Column;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The set {@code AuditLog}: what administrators changed in the realm, as long as it is kept. */
final class AuditLogSet {

    static final EntityType<Row> TYPE = EntityType.of("AuditLog", List.of("AuditLogID"), properties());

    private static final String LOG_DATA = "LogData";

    private static final String ROOT_NODE = "0:";

    /**
     * A change.
     *
     * @param logData null where it was not asked for
     */
    record Row(
            Owner owner,
            int number,
            String application,
            String action,
            String displayName,
            Instant date,
            String logData,
            UUID tree,
            Integer objectNumber,
            String objectType,
            int node,
            String userName) {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(TYPE, Right.VIEW_EVENTS, true, AuditLogSet::source);

    private AuditLogSet() {}

    private static List<Property<Row>> properties() {
        List<Property<Row>> properties = new ArrayList<>(List.of(
                Property.<Row>nullable("ApplicationName", EdmType.STRING, Row::application)
                        .in(of("application")),
                Property.<Row>of("AuditEntryAction", EdmType.STRING, Row::action)
                        .in(of("action")),
                Property.<Row>of("AuditLogID", EdmType.INT32, Row::number).in(of("number")),
                TableColumns.company(Row::owner),
                TableColumns.companyId(Row::owner),
                // The contract's spelling.
                Property.<Row>nullable("DisplyName", EdmType.STRING, Row::displayName)
                        .in(of("displayName")),
                Property.<Row>of("EntryDate", EdmType.DATE_TIME, Row::date)
                        .in(TableColumns.time(AuditLogRows.TABLE, "entryDate"))));
        properties.addAll(TableColumns.noEnvironment());
        properties.addAll(List.of(
                Property.<Row>of(LOG_DATA, EdmType.STRING, Row::logData).in(of("logData")),
                Property.<Row>of("LogTreeID", EdmType.GUID, Row::tree).in(of("treeId")),
                Property.<Row>nullable("ObjectID", EdmType.INT32, Row::objectNumber)
                        .in(of("objectNumber")),
                Property.<Row>of("ObjectType", EdmType.STRING, Row::objectType).in(of("objectType")),
                Property.<Row>of("TreeNodeID", EdmType.STRING, row -> ROOT_NODE + row.node())
                        .in(Column.of(AuditLogSet::node)),
                Property.<Row>nullable("Username", EdmType.STRING, Row::userName)
                        .in(of("username"))));
        return properties;
    }

    private static Column of(String attribute) {
        return TableColumns.of(AuditLogRows.TABLE, attribute);
    }

    private static Expression<String> node(Tables tables) {
        From<?, ?> log = tables.from().get(AuditLogRows.TABLE);
        return tables.cb().concat(ROOT_NODE, log.<Integer>get("node").cast(String.class));
    }

    static Source<Row> source(SetContext context) {
        return new AuditLogRows<>(context) {

            @Override
            public Set<String> longTexts() {
                return Set.of(LOG_DATA);
            }

            @Override
            public List<Selection<?>> selection(Tables tables) {
                return selection(tables, Set.of());
            }

            @Override
            public List<Selection<?>> selection(Tables tables, Set<String> leftOut) {
                From<?, ?> log = tables.from().get(TABLE);
                return List.of(
                        log.get("number"),
                        log.get("application"),
                        log.get("action"),
                        log.get("displayName"),
                        log.get("entryDate"),
                        leftOut.contains(LOG_DATA) ? tables.cb().nullLiteral(String.class) : log.get("logData"),
                        log.get("treeId"),
                        log.get("objectNumber"),
                        log.get("objectType"),
                        log.get("node"),
                        log.get("username"));
            }

            @Override
            public List<Row> rows(List<Object[]> found) {
                return found.stream()
                        .map(row -> new Row(
                                context.owner(),
                                (Integer) row[0],
                                (String) row[1],
                                (String) row[2],
                                (String) row[3],
                                TableColumns.instant(row[4]),
                                (String) row[5],
                                UUID.fromString((String) row[6]),
                                (Integer) row[7],
                                (String) row[8],
                                (Integer) row[9],
                                (String) row[10]))
                        .toList();
            }
        };
    }
}
