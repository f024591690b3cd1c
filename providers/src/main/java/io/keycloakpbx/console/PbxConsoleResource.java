package io.keycloakpbx.console;

import io.keycloakpbx.BundleInfo;
import io.keycloakpbx.console.PbxConsoleRepresentation.Can;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.FineGrained;
import io.keycloakpbx.keycloak.ShownGroups;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.tenant.GroupAccess;
import io.keycloakpbx.tenant.OverviewRights;
import io.keycloakpbx.tenant.SettingsAccess;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantProvider;
import io.keycloakpbx.tenant.TenantRepresentation;
import io.keycloakpbx.tenant.TenantsAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.common.Profile;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What the pages of the admin console show to an administrator of a realm, as Keycloak's permission evaluator has it. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Admin console")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class PbxConsoleResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;

    PbxConsoleResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    /** The caller's permissions in the realm; 403 for who administers nothing here. */
    @GET
    @Operation(
            operationId = "getPbxConsole",
            summary = "What the pages of the admin console show to the caller in this realm")
    @APIResponseSchema(
            value = PbxConsoleRepresentation.class,
            responseCode = "200",
            responseDescription = "The tenant, and what the caller may do")
    public PbxConsoleRepresentation get() {
        Can can = can();
        requireAdministrator(can);
        TenantRepresentation tenant = TenantProvider.of(session).getTenant(realm);
        return new PbxConsoleRepresentation(BundleInfo.get().get("version"), tenant, can);
    }

    /** Any admin role of the realm will do, fine-grained permissions on all users or groups, and who may list all tenants. */
    private void requireAdministrator(Can can) {
        if (can.users() == null
                && can.groups() == null
                && can.tenants() == null
                && can.settings() == null
                && can.permissions() == null
                && !auth.hasOneAdminRole(AdminRoles.ALL_REALM_ROLES)) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.of(
                    Response.Status.FORBIDDEN, "You do not have access: this is for administrators of the realm."));
        }
    }

    /** All groups or all users, or those that fine-grained permissions name, of whom the page asks one by one. */
    private String permissions() {
        boolean mayView = FineGrained.mayViewSomeUsers(realm, auth)
                || new GroupAccess(auth, realm, RefusalRenderer.ADMIN).mayViewSome();
        // Who may manage and not view is refused there.
        return Can.level(mayView && (auth.users().canManage() || auth.groups().canManage()), mayView);
    }

    /** As the resources behind the pages ask. What is of tenants is in no other realm, but for sign-ins. */
    private Can can() {
        TenantsAccess tenants = new TenantsAccess(session, auth.adminAuth());
        RealmModel master = session.realms().getRealmByName(AdministrationRealm.NAME);
        boolean isTenant = Tenant.is(realm);
        SettingsAccess settings = SettingsAccess.of(auth, realm);
        String users =
                isTenant ? Can.level(auth.users().canManage(), auth.users().canView()) : null;
        boolean listsGroups = isTenant && ShownGroups.areNarrowed(realm, auth);
        // Who says what roles are, and who has them, needs the role itself.
        String operators = isTenant && ShownUsers.areNarrowed(realm, auth)
                ? Can.level(
                        auth.hasOneAdminRole(AdminRoles.MANAGE_USERS),
                        auth.users().canView())
                : null;
        // Who asks for a domain that is no tenant's, or signs in to administer them, is an event of the administration
        // realm.
        String signIns =
                isTenant || realm.equals(master) ? Can.level(false, auth.realm().canViewEvents()) : null;
        return new Can(
                Can.level(tenants.mayManage(master), tenants.mayView(master)),
                tenants.mayCreate(),
                Can.level(
                        false,
                        isTenant && OverviewRights.of(session, auth, realm).any()),
                Can.level(false, isTenant && ShownUsers.areNarrowed(realm, auth)),
                users,
                isTenant ? permissions() : null,
                isTenant ? Can.level(FineGrained.managesAllUsers(realm, auth), ShownUsers.areAll(realm, auth)) : null,
                users,
                users,
                signIns,
                users,
                Can.level(listsGroups && auth.groups().canManage(), listsGroups),
                operators,
                isTenant
                        && Profile.isFeatureEnabled(Profile.Feature.IMPERSONATION)
                        && auth.users().canImpersonate(),
                Can.level(isTenant && settings.mayChange(), isTenant && settings.mayView()),
                Can.level(isTenant && settings.changesManaged(), isTenant && settings.viewsManaged()),
                Can.level(
                        isTenant && auth.clients().canManage(),
                        isTenant && auth.clients().canView()),
                Can.level(
                        isTenant && auth.realm().canManageIdentityProviders(),
                        isTenant && auth.realm().canViewIdentityProviders()));
    }
}
