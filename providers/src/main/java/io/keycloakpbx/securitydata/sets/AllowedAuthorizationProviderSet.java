package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.AuthorizationProvider;
import io.keycloakpbx.securitydata.AuthorizationProviders;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The identity providers that users of a domain can sign in by: those that are enabled. */
final class AllowedAuthorizationProviderSet {

    private static final EntityType<Owned<AuthorizationProvider>> TYPE = EntityType.of(
            "AllowedAuthorizationProvider",
            List.of("AuthorizationProviderID", "DomainID"),
            ByName.of(
                    AuthorizationProviderSet.PROVIDER,
                    List.of(
                            Property.of(
                                    "Domain", EdmType.STRING, row -> row.owner().domain()),
                            Property.of("DomainCompany", EdmType.STRING, row -> row.owner()
                                    .company()),
                            Property.of("DomainCompanyID", EdmType.INT32, row -> row.owner()
                                    .companyId()),
                            Property.of("DomainID", EdmType.INT32, row -> row.owner()
                                    .domainId()),
                            Property.of("ShowOnLogOn", EdmType.BOOLEAN, row -> row.entity()
                                    .showOnLogOn()))));

    static final SecurityDataSet<Owned<AuthorizationProvider>> SET = new SecurityDataSet<>(
            TYPE,
            Right.VIEW_IDENTITY_PROVIDERS,
            true,
            context -> Owned.all(context, AllowedAuthorizationProviderSet::allowed));

    private AllowedAuthorizationProviderSet() {}

    private static List<AuthorizationProvider> allowed(KeycloakSession session, RealmModel realm) {
        return AuthorizationProviders.of(session, realm).stream()
                .filter(AuthorizationProvider::enabled)
                .toList();
    }
}
