package io.keycloakpbx.signin;

import io.keycloakpbx.broker.IdentityDirectory;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.Tenant;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/** What {@code GET /info} tells: the system's configured values and a tenant's public ones. */
@ReliesOn("org.keycloak.services.resources.admin.fgap.AdminPermissions: whether a caller may view the master realm")
final class SystemInfo {

    private final KeycloakSession session;
    private final TenantSelection tenants;

    SystemInfo(KeycloakSession session, TenantSelection tenants) {
        this.session = session;
        this.tenants = tenants;
    }

    /** The attributes of the master realm hold the system's values. Internals are for its administrators only. */
    InfoRepresentation.System system(boolean withInternals) {
        RealmModel master = tenants.systemLevel();
        return new InfoRepresentation.System(
                master.getAttribute("pbx.webDomain"),
                withInternals ? master.getAttribute("pbx.privateIpv4") : null,
                master.getAttribute("pbx.publicIpv4"),
                master.getAttribute("pbx.enableIpv6", true),
                withInternals ? master.getAttribute("pbx.privateIpv6") : null,
                master.getAttribute("pbx.publicIpv6"),
                withInternals ? master.getAttribute("pbx.primaryDnsServer") : null,
                withInternals ? master.getAttribute("pbx.secondaryDnsServer") : null);
    }

    /** The public values of a tenant, or null where the realm is none. */
    InfoRepresentation.Tenant tenant(RealmModel realm) {
        return Tenant.of(realm).map(this::tenant).orElse(null);
    }

    private InfoRepresentation.Tenant tenant(Tenant tenant) {
        return ContextRealm.call(session, tenant.realm(), () -> {
            // Keycloak caches that a realm has no providers, but not that it has none of an alias.
            IdentityProviderModel microsoft = session.identityProviders().isIdentityFederationEnabled()
                    ? session.identityProviders().getByAlias(IdentityDirectory.MICROSOFT_ALIAS)
                    : null;
            boolean enabled = microsoft != null && microsoft.isEnabled();
            return new InfoRepresentation.Tenant(
                    tenant.name(),
                    tenant.sipDomain().value(),
                    tenant.website(),
                    tenant.avatarUrl(),
                    enabled,
                    enabled ? authorizationEndpoint(microsoft) : null);
        });
    }

    /** A generic OpenID provider configures its endpoint; Keycloak's own Microsoft provider derives it from the directory. */
    private static String authorizationEndpoint(IdentityProviderModel provider) {
        String configured = provider.getConfig().get("authorizationUrl");
        if (configured != null) {
            return configured;
        }
        String directory = provider.getConfig().get("tenantId");
        return "https://login.microsoftonline.com/" + (directory == null || directory.isBlank() ? "common" : directory)
                + "/oauth2/v2.0/authorize";
    }

    /** Whether the request's bearer token is one of an administrator who may view the master realm. */
    boolean isForSystemAdministrator() {
        if (!tenants.atSystemLevel()) {
            return false;
        }
        RealmModel master = tenants.systemLevel();
        return RealmEndpoint.authenticate(session, master)
                .filter(caller -> AdminPermissions.evaluator(
                                session, master, new AdminAuth(master, caller.token(), caller.user(), caller.client()))
                        .realm()
                        .canViewRealm())
                .isPresent();
    }
}
