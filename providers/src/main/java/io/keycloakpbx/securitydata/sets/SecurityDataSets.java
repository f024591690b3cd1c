package io.keycloakpbx.securitydata.sets;

import java.util.List;
import java.util.Optional;

/** The entity sets of the contract. */
public final class SecurityDataSets {

    /** In the order of the service document. */
    public static final List<SecurityDataSet<?>> ALL = List.of(
            new SecurityDataSet<>(AuditLogSet.TYPE, Right.VIEW_EVENTS, true, AuditLogSet::source),
            new SecurityDataSet<>(
                    AuditLogActionSummarySet.TYPE, Right.VIEW_EVENTS, true, AuditLogActionSummarySet::source),
            new SecurityDataSet<>(SessionSet.TYPE, Right.VIEW_USERS, true, SessionSet::source),
            new SecurityDataSet<>(UserSet.TYPE, Right.VIEW_USERS, true, UserSet::source));

    private SecurityDataSets() {}

    /** The set of a name, which is told apart by case as in OData. */
    public static Optional<SecurityDataSet<?>> named(String name) {
        return ALL.stream().filter(set -> set.type().name().equals(name)).findFirst();
    }
}
