package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.audit.AuditLogEntity;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.Map;

/**
 * Rows of the log of administrators' changes.
 *
 * @param <R> what a row is read into
 */
abstract class AuditLogRows<R> implements Source.Table<R> {

    static final String TABLE = "log";

    private final SetContext context;

    AuditLogRows(SetContext context) {
        this.context = context;
    }

    @Override
    public final EntityManager entities() {
        return Database.entities(context.session());
    }

    @Override
    public final Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
        Root<AuditLogEntity> log = query.from(AuditLogEntity.class);
        return new Tables(
                cb,
                query,
                Map.of(TABLE, log),
                cb.and(cb.equal(log.get("realmId"), context.realm().getId()), visible(cb, log)),
                TableColumns.constants(context));
    }

    /** Which of the realm's rows. */
    Predicate visible(CriteriaBuilder cb, Root<AuditLogEntity> log) {
        return cb.conjunction();
    }
}
