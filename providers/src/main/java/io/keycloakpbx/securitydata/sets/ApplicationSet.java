package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Application;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** The applications of a realm. */
final class ApplicationSet {

    private static final EntityType<Owned<Application>> TYPE = EntityType.of(
            "Application",
            List.of("ApplicationID"),
            List.of(
                    Property.of("ApplicationCode", EdmType.STRING, row -> row.entity()
                            .code()),
                    Property.of(
                            "ApplicationID", EdmType.INT32, row -> row.entity().id()),
                    Property.of(
                            "AppTrayLinkBehavior",
                            EdmType.STRING,
                            row -> row.entity().appTrayLinkBehavior() == 0 ? "Default" : "New Tab"),
                    Property.of(
                            "AppTrayLinkBehaviorID",
                            EdmType.STRING,
                            row -> String.valueOf(row.entity().appTrayLinkBehavior())),
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable(
                            "Description", EdmType.STRING, row -> row.entity().description()),
                    Property.of("Name", EdmType.STRING, row -> row.entity().name()),
                    Property.of("RequiresSecurityAccess", EdmType.BOOLEAN, row -> row.entity()
                            .requiresSecurityAccess())));

    static final SecurityDataSet<Owned<Application>> SET = new SecurityDataSet<>(
            TYPE, Right.VIEW_CLIENTS, true, context -> Owned.all(context, ApplicationInstances::applicationsOf));

    private ApplicationSet() {}
}
