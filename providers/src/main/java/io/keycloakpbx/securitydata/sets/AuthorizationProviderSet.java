package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.AuthorizationProvider;
import io.keycloakpbx.securitydata.AuthorizationProviders;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** The identity providers of a realm. */
final class AuthorizationProviderSet {

    /** What a provider is, and whose. */
    static final List<Property<Owned<AuthorizationProvider>>> PROVIDER = List.of(
            Property.of("AuthorizationProviderID", EdmType.INT32, row -> row.entity()
                    .id()),
            Property.of("ClientID", EdmType.STRING, row -> row.entity().clientId()),
            Property.of("Company", EdmType.STRING, row -> row.owner().company()),
            Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
            Property.nullable("CSSClass", EdmType.STRING, row -> row.entity().cssClass()),
            Property.nullable("CSSColor", EdmType.STRING, row -> row.entity().cssColor()),
            Property.nullable("Description", EdmType.STRING, row -> row.entity().description()),
            Property.of(
                    "ForceSingleSignout", EdmType.BOOLEAN, row -> row.entity().forceSingleSignout()),
            Property.of("Identifier", EdmType.STRING, row -> row.entity().identifier()),
            Property.of("Name", EdmType.STRING, row -> row.entity().name()),
            Property.nullable("OpenIDCustomerAccountClaim", EdmType.STRING, row -> row.entity()
                    .openIdCustomerAccountClaim()),
            Property.nullable(
                    "ProfileIdentifier", EdmType.STRING, row -> row.entity().profileIdentifier()),
            Property.nullable("ProfileName", EdmType.STRING, row -> row.entity().profileName()),
            Property.nullable(
                    "ProfileParameters", EdmType.STRING, row -> row.entity().profileParameters()),
            Property.nullable("Scope", EdmType.STRING, row -> row.entity().scope()),
            Property.nullable(
                    "TokenParameters", EdmType.STRING, row -> row.entity().tokenParameters()),
            Property.of("UseHeaderAuthorization", EdmType.BOOLEAN, row -> row.entity()
                    .useHeaderAuthorization()));

    private static final EntityType<Owned<AuthorizationProvider>> TYPE =
            EntityType.of("AuthorizationProvider", List.of("AuthorizationProviderID"), PROVIDER);

    static final SecurityDataSet<Owned<AuthorizationProvider>> SET = new SecurityDataSet<>(
            TYPE, Right.VIEW_IDENTITY_PROVIDERS, true, context -> Owned.all(context, AuthorizationProviders::of));

    private AuthorizationProviderSet() {}
}
