package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.ApplicationInstance;
import io.keycloakpbx.securitydata.Domain;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** Which instances of applications the users of a domain can sign in at: those that are enabled. */
final class AllowedDomainSet {

    private static final EntityType<Owned<DomainInstance>> TYPE = EntityType.of(
            "AllowedDomain",
            List.of("ApplicationInstanceID", "DomainID"),
            List.of(
                    Property.of("ApplicationInstance", EdmType.STRING, row -> row.entity()
                            .instance()
                            .name()),
                    Property.of("ApplicationInstanceID", EdmType.INT32, row -> row.entity()
                            .instance()
                            .id()),
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable("Description", EdmType.STRING, row -> row.entity()
                            .domain()
                            .description()),
                    Property.of(
                            "DomainCompany", EdmType.STRING, row -> row.owner().company()),
                    Property.of(
                            "DomainCompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.of("DomainID", EdmType.INT32, row -> row.owner().domainId()),
                    Property.nullable("Environment", EdmType.STRING, row -> row.entity()
                            .instance()
                            .ofEnvironment(Environment::name)),
                    Property.nullable("EnvironmentID", EdmType.INT32, row -> row.entity()
                            .instance()
                            .ofEnvironment(Environment::id)),
                    Property.of(
                            "Name",
                            EdmType.STRING,
                            row -> row.entity().domain().owner().domain())));

    static final SecurityDataSet<Owned<DomainInstance>> SET = new SecurityDataSet<>(
            TYPE, Right.VIEW_CLIENTS, true, context -> Owned.all(context, (session, realm) -> allowed(context)));

    private AllowedDomainSet() {}

    /** An instance of an application, and the domain whose users can sign in at it. */
    private record DomainInstance(ApplicationInstance instance, Domain domain) {}

    private static List<DomainInstance> allowed(SetContext context) {
        Domain domain = Domain.of(context.session(), context.realm());
        return ApplicationInstanceSet.shown(context).stream()
                .filter(instance -> instance.client().isEnabled())
                .map(instance -> new DomainInstance(instance, domain))
                .toList();
    }
}
