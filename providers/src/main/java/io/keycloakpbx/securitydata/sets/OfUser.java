package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.Set;

/** An entity that is one of a user's, and the properties that all of them have. */
interface OfUser {

    /** What all of them have of their users. */
    Set<String> PROPERTIES = Set.of("Company", "CompanyID", "Domain", "DomainID", "UserID", "UserName");

    DriverUser user();

    static <R extends OfUser> Property<R> company() {
        return Property.of("Company", EdmType.STRING, row -> row.user().owner().company());
    }

    static <R extends OfUser> Property<R> companyId() {
        return Property.of("CompanyID", EdmType.INT32, row -> row.user().owner().companyId());
    }

    static <R extends OfUser> Property<R> domain() {
        return Property.of("Domain", EdmType.STRING, row -> row.user().owner().domain());
    }

    static <R extends OfUser> Property<R> domainId() {
        return Property.of("DomainID", EdmType.INT32, row -> row.user().owner().domainId());
    }

    /** The company of the environment, which is the realm's. */
    static <R extends OfUser> Property<R> environmentCompany() {
        return Property.of(
                "EnvironmentCompany", EdmType.STRING, row -> row.user().owner().company());
    }

    static <R extends OfUser> Property<R> environmentCompanyId() {
        return Property.of(
                "EnvironmentCompanyID", EdmType.INT32, row -> row.user().owner().companyId());
    }

    static <R extends OfUser> Property<R> userId() {
        return Property.of("UserID", EdmType.INT32, row -> row.user().number());
    }

    static <R extends OfUser> Property<R> userName() {
        return Property.of("UserName", EdmType.STRING, row -> row.user().userName());
    }
}
