package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ShownUsers;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What a caller is told in an overview of a tenant: of each part only who may see the part itself.
 *
 * @param users what is kept of users
 * @param everyUser how many users there are: for whom permissions hide none
 * @param events what has happened
 * @param settings what is set for the tenant: its administrator, and who may view the realm
 * @param clients which clients there are
 * @param tenants whether all tenants are listed for the caller, with what each of them lacks
 */
public record OverviewRights(
        boolean users, boolean everyUser, boolean events, boolean settings, boolean clients, boolean tenants) {

    /** Those of a caller. */
    public static OverviewRights of(KeycloakSession session, AdminPermissionEvaluator auth, RealmModel realm) {
        return new OverviewRights(
                auth.users().canView(),
                ShownUsers.areAll(realm, auth),
                auth.realm().canViewEvents(),
                SettingsAccess.isAdministrator(auth, realm) || auth.realm().canViewRealm(),
                auth.clients().canView(),
                new TenantsAccess(session, auth.adminAuth())
                        .mayView(session.realms().getRealmByName(AdministrationRealm.NAME)));
    }

    /** Whether there is an overview for the caller. */
    public boolean any() {
        return users || events || settings || tenants;
    }

    /** Refuses whom an overview would tell nothing. */
    void require(AdminPermissionEvaluator auth) {
        new Access(auth, RefusalRenderer.ADMIN).require(any(), AdminRoles.VIEW_USERS);
    }

    /** Those of the warnings that the caller may know of. Whether a tenant is suspended is no secret of its people's. */
    Set<TenantWarning> of(Set<TenantWarning> warnings) {
        Set<TenantWarning> told = EnumSet.noneOf(TenantWarning.class);
        for (TenantWarning warning : warnings) {
            boolean known = tenants
                    || switch (warning) {
                        case SUSPENDED -> true;
                        case NO_MAIL_SERVER -> settings;
                        case NO_ADMINISTRATOR -> users;
                        case NO_APP_ADDRESS -> settings || clients;
                    };
            if (known) {
                told.add(warning);
            }
        }
        return told;
    }

    /** What to count for the caller. */
    FiguresQuery figures(Instant since) {
        return new FiguresQuery(users, everyUser, events, since);
    }
}
