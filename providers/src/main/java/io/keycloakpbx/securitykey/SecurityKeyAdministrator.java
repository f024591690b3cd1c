package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.Tenant;
import java.util.Optional;
import org.keycloak.common.Profile;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;
import org.keycloak.services.resources.admin.fgap.UserPermissionEvaluator;

/**
 * An administrator, of a realm or of the system level, who makes links for users: what the model says now, whatever an access
 * token says. It is asked when a link is made, and again when it is used.
 *
 * <p>A link stands for the user's password. So it takes the right to manage the user and to reset the password; what lets
 * somebody in without the user noticing takes the right to impersonate as well, as in Keycloak; and no link opens the account of somebody with an
 * admin role that the administrator does not have.
 */
@ReliesOn({
    "org.keycloak.services.resources.admin.fgap.AdminPermissions: what an account may do by the model, without a token",
    "org.keycloak.services.managers.RealmManager: the client whose roles administrate a realm"
})
final class SecurityKeyAdministrator {

    private final RealmModel realm;
    private final RealmModel home;
    private final UserModel administrator;

    /** Null for the system level: the evaluator looks for roles in the realm alone. */
    private final UserPermissionEvaluator users;

    /** The client whose roles the administrator has, or null where it has none for the realm. */
    private final ClientModel rights;

    /** The client whose roles users of the realm have. */
    private final ClientModel administration;

    private SecurityKeyAdministrator(
            KeycloakSession session, RealmModel realm, RealmModel home, UserModel administrator) {
        boolean isOwn = home.equals(realm);
        this.realm = realm;
        this.home = home;
        this.administrator = administrator;
        this.users = isOwn
                ? AdminPermissions.evaluator(session, realm, realm, administrator)
                        .users()
                : null;
        this.administration = realm.getClientByClientId(new RealmManager(session).getRealmAdminClientId(realm));
        this.rights = isOwn ? administration : Tenant.isSystemLevel(home) ? realm.getMasterAdminClient() : null;
    }

    /** Who has asked for a key; empty where the administrator, the app or the realm that has both is gone or disabled. */
    static Optional<SecurityKeyAdministrator> of(KeycloakSession session, RealmModel realm, SecurityKeyIssuer issuer) {
        RealmModel home = session.realms().getRealm(issuer.administrationRealmId());
        UserModel administrator = home == null ? null : session.users().getUserById(home, issuer.userId());
        ClientModel app = home == null ? null : home.getClientByClientId(issuer.clientId());
        return administrator == null
                        || !administrator.isEnabled()
                        || !home.isEnabled()
                        || app == null
                        || !app.isEnabled()
                ? Optional.empty()
                : Optional.of(new SecurityKeyAdministrator(session, realm, home, administrator));
    }

    /** Whether the administrator may make a link with an action for a user, and the link is good. */
    boolean mayOpen(UserModel user, SecurityKeyAction action) {
        return manages(user) && (!action.letsIn() || impersonates(user)) && !isOutranked(user);
    }

    private boolean manages(UserModel user) {
        return users == null ? has(AdminRoles.MANAGE_USERS) : users.canManage(user) && users.canResetPassword(user);
    }

    private boolean impersonates(UserModel user) {
        return Profile.isFeatureEnabled(Profile.Feature.IMPERSONATION)
                && (users == null ? has(AdminRoles.IMPERSONATION) : users.canImpersonate(user, null));
    }

    /** Whether a user has an admin role that the administrator does not have. */
    boolean isOutranked(UserModel user) {
        if (Tenant.isSystemLevel(realm)) {
            // Here are the admin roles of all realms.
            return RoleUtils.getDeepUserRoleMappings(user).stream()
                    .anyMatch(role -> AdminRoles.isAdminRole(role) && !administrator.hasRole(role));
        }
        return AdminRoles.ALL_ROLES.stream()
                // It is nothing but the others, and the system level has no role of its name for a realm.
                .filter(name -> !name.equals(AdminRoles.REALM_ADMIN))
                .anyMatch(name -> has(user, administration, name) && !has(name));
    }

    /** Says who it is that an event's user is to be seen as, as Keycloak does. */
    void tell(EventBuilder event) {
        event.detail(Details.IMPERSONATOR, administrator.getUsername())
                .detail(Details.IMPERSONATOR_REALM, home.getName());
    }

    private boolean has(String role) {
        return has(administrator, rights, role);
    }

    private static boolean has(UserModel who, ClientModel client, String name) {
        RoleModel role = client == null ? null : client.getRole(name);
        return role != null && who.hasRole(role);
    }
}
