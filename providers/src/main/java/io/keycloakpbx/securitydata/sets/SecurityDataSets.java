package io.keycloakpbx.securitydata.sets;

import java.util.List;
import java.util.Optional;

/** The entity sets of the contract. */
public final class SecurityDataSets {

    /** In the order of the contract, which is that of the service document. */
    public static final List<SecurityDataSet<?>> ALL = List.of(
            ApplicationSet.SET,
            ApplicationInstanceSet.SET,
            AllowedDomainSet.SET,
            AuthorizationProviderSet.SET,
            CompanySet.SET,
            DomainSet.SET,
            PasswordSettingSet.SET,
            AllowedAuthorizationProviderSet.SET,
            EnvironmentSet.SET,
            PermissionSet.SET,
            RoleSet.SET,
            RolePermissionSet.SET,
            SecurityQuestionSet.SET,
            AuditLogSet.SET,
            AuditLogActionSummarySet.SET,
            SessionSet.SET,
            UserSet.SET,
            EffectivePermissionSet.SET,
            EffectiveRoleSet.SET,
            UserApplicationSet.SET,
            UserEnvironmentSet.SET,
            UserIdentitySet.SET,
            UserRoleSet.SET,
            UserRoleSummarySet.SET);

    private SecurityDataSets() {}

    /** The set of a name, which is told apart by case as in OData. */
    public static Optional<SecurityDataSet<?>> named(String name) {
        return ALL.stream().filter(set -> set.type().name().equals(name)).findFirst();
    }
}
