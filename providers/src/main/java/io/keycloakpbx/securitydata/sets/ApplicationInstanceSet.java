package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Application;
import io.keycloakpbx.securitydata.ApplicationInstance;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;
import java.util.function.Function;

/** The instances of applications: clients of a realm. */
final class ApplicationInstanceSet {

    private static final EntityType<Owned<ApplicationInstance>> TYPE = EntityType.of(
            "ApplicationInstance",
            List.of("ApplicationInstanceID"),
            List.of(
                    Property.nullable("Application", EdmType.STRING, row -> application(row, Application::name)),
                    Property.nullable("ApplicationCode", EdmType.STRING, row -> application(row, Application::code)),
                    Property.nullable(
                            "ApplicationCompany",
                            EdmType.STRING,
                            row -> application(row, application -> row.owner().company())),
                    Property.nullable(
                            "ApplicationCompanyID",
                            EdmType.INT32,
                            row -> application(row, application -> row.owner().companyId())),
                    Property.nullable("ApplicationID", EdmType.INT32, row -> application(row, Application::id)),
                    Property.of("ApplicationInstanceID", EdmType.INT32, row -> row.entity()
                            .id()),
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable(
                            "Description", EdmType.STRING, row -> row.entity().description()),
                    Property.nullable("Environment", EdmType.STRING, row -> environment(row, Environment::name)),
                    Property.nullable("EnvironmentID", EdmType.INT32, row -> environment(row, Environment::id)),
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

    private static <V> V application(Owned<ApplicationInstance> row, Function<Application, V> value) {
        Application application = row.entity().application();
        return application == null ? null : value.apply(application);
    }

    /** Of one that is in all environments there is none. */
    static <V> V environment(Owned<ApplicationInstance> row, Function<Environment, V> value) {
        Environment environment = row.entity().environment();
        return environment == null ? null : value.apply(environment);
    }
}
