package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Domain;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.tenant.Tenant;
import java.util.List;

/** The rules of a domain's passwords, by key only. Its number is the domain's. */
final class PasswordSettingSet {

    /** What the rules are, and whose: in a domain, too. */
    static final List<Property<Domain>> RULES = List.of(
            Property.of("Company", EdmType.STRING, row -> row.owner().company()),
            Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
            Property.nullable("Description", EdmType.STRING, row -> row.description()),
            Property.of("DomainID", EdmType.INT32, row -> row.owner().domainId()),
            Property.of("EnforceStrong", EdmType.BOOLEAN, row -> row.passwordSetting()
                    .enforceStrong()),
            Property.of("ExpirationDays", EdmType.INT32, row -> row.passwordSetting()
                    .expirationDays()),
            Property.of("ExpirationWarningDays", EdmType.INT32, row -> row.passwordSetting()
                    .expirationWarningDays()),
            Property.of("FailedLogOnsAllowed", EdmType.INT32, row -> row.passwordSetting()
                    .failedLogOnsAllowed()),
            Property.of("MinimumChangeDays", EdmType.INT32, row -> row.passwordSetting()
                    .minimumChangeDays()),
            Property.of(
                    "MinimumLength", EdmType.INT32, row -> row.passwordSetting().minimumLength()),
            Property.of("Name", EdmType.STRING, row -> row.owner().domain()),
            Property.of("NumberOfSecurityQuestions", EdmType.INT32, row -> row.passwordSetting()
                    .numberOfSecurityQuestions()),
            Property.of("PasswordSettingID", EdmType.INT32, row -> row.owner().domainId()),
            Property.of("RememberLastNumber", EdmType.INT32, row -> row.passwordSetting()
                    .rememberLastNumber()),
            Property.of("ResetLockoutMinutes", EdmType.INT32, row -> row.passwordSetting()
                    .resetLockoutMinutes()),
            Property.of("ResetRetryMinutes", EdmType.INT32, row -> row.passwordSetting()
                    .resetRetryMinutes()),
            Property.nullable(
                    "Strength", EdmType.STRING, row -> row.passwordSetting().strength()),
            Property.nullable("StrengthRegex", EdmType.STRING, row -> row.passwordSetting()
                    .strengthRegex()));

    static final EntityType<Domain> TYPE = EntityType.of("PasswordSetting", List.of("PasswordSettingID"), RULES);

    static final SecurityDataSet<Domain> SET =
            new SecurityDataSet<>(TYPE, Right.VIEW_REALM, false, PasswordSettingSet::open);

    private PasswordSettingSet() {}

    private static Source<Domain> open(SetContext context) {
        if (Tenant.isSystemLevel(context.realm())) {
            return TenantDomains.open(context, "PasswordSettingID", "Name");
        }
        return (Source.Catalogue<Domain>) () -> List.of(Domain.of(context.realm(), context.owner()));
    }
}
