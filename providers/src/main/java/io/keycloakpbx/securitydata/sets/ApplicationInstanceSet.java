package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Application;
import io.keycloakpbx.securitydata.ApplicationInstance;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** The instances of applications: clients of a realm. */
final class ApplicationInstanceSet {

    private static final EntityType<Owned<ApplicationInstance>> TYPE = EntityType.of(
            "ApplicationInstance",
            List.of("ApplicationInstanceID"),
            List.of(
                    Property.nullable(
                            "Application", EdmType.STRING, row -> row.entity().ofApplication(Application::name)),
                    Property.nullable("ApplicationCode", EdmType.STRING, row -> row.entity()
                            .ofApplication(Application::code)),
                    Property.nullable("ApplicationCompany", EdmType.STRING, row -> row.entity()
                            .ofApplication(application -> row.owner().company())),
                    Property.nullable("ApplicationCompanyID", EdmType.INT32, row -> row.entity()
                            .ofApplication(application -> row.owner().companyId())),
                    Property.nullable(
                            "ApplicationID", EdmType.INT32, row -> row.entity().ofApplication(Application::id)),
                    Property.of("ApplicationInstanceID", EdmType.INT32, row -> row.entity()
                            .id()),
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable(
                            "Description", EdmType.STRING, row -> row.entity().description()),
                    Property.nullable(
                            "Environment", EdmType.STRING, row -> row.entity().ofEnvironment(Environment::name)),
                    Property.nullable(
                            "EnvironmentID", EdmType.INT32, row -> row.entity().ofEnvironment(Environment::id)),
                    Property.of(
                            "IsVisible", EdmType.BOOLEAN, row -> row.entity().visible()),
                    Property.of("Name", EdmType.STRING, row -> row.entity().name()),
                    Property.nullable("RelyingPartyURI", EdmType.STRING, row -> row.entity()
                            .relyingPartyUri())));

    static final SecurityDataSet<Owned<ApplicationInstance>> SET = new SecurityDataSet<>(
            TYPE, Right.VIEW_CLIENTS, true, context -> Owned.all(context, (session, realm) -> shown(context)));

    private ApplicationInstanceSet() {}

    /** Those whose clients the caller may view. */
    static List<ApplicationInstance> shown(SetContext context) {
        return ApplicationInstances.of(context.session(), context.realm()).stream()
                .filter(instance -> context.mayViewClient().test(instance.client()))
                .toList();
    }
}
